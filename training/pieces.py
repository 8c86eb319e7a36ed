"""Word pieces and capital shapes of words, as internal/language/wordpiece.go makes them."""
import functools
from tokenizers import Tokenizer

MAX_PIECES = 8                    # of one word; the rest of a longer one is not read


def shape_of(word):
    """0 none, 1 lower, 2 Title, 3 ALLCAPS (2+), 4 mixed, 5 has digit, 6 no letter, 7 single capital"""
    if any(c.isdigit() for c in word):
        return 5
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 6
    if all(c.islower() for c in letters):
        return 1
    if len(letters) == 1:
        return 7
    if all(c.isupper() for c in letters):
        return 3
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 4


class Pieces:
    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(path)
        self.tokenizer.no_padding(); self.tokenizer.no_truncation()
        self.cls, self.sep, self.unk = (self.tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]", "[UNK]"))

    @functools.lru_cache(maxsize=None)
    def of(self, word):
        return tuple(self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES]) or (self.unk,)

    def vocabulary(self):
        v = self.tokenizer.get_vocab()
        return sorted(v, key=v.get)

    def window(self, words):
        """-> piece ids, shapes, index of the first piece of each word"""
        ids, shapes, first = [self.cls], [0], []
        for w in words:
            p = self.of(w)
            first.append(len(ids)); ids += p; shapes += [shape_of(w)] * len(p)
        return ids + [self.sep], shapes + [0], first
