package evaluation

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// counts are the true positives, false positives and false negatives of a
// figure, summed over a set before anything is divided.
type counts struct{ tp, fp, fn int }

func (c *counts) add(d counts) {
	c.tp += d.tp
	c.fp += d.fp
	c.fn += d.fn
}

func (c counts) f1() float64 { return ratio(2*c.tp, 2*c.tp+c.fp+c.fn) }

// put writes name_precision, name_recall and name_f1; what would divide by
// zero is left out.
func (c counts) put(figures map[string]float64, name string) {
	putShare(figures, name+"_precision", c.tp, c.tp+c.fp)
	putShare(figures, name+"_recall", c.tp, c.tp+c.fn)
	putShare(figures, name+"_f1", 2*c.tp, 2*c.tp+c.fp+c.fn)
}

func putShare(figures map[string]float64, name string, n, of int) {
	if of > 0 {
		figures[name] = ratio(n, of)
	}
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// compare counts two sets against each other.
func compare[K comparable](gold, found map[K]bool) counts {
	var c counts
	for k := range found {
		if gold[k] {
			c.tp++
		} else {
			c.fp++
		}
	}
	c.fn = len(gold) - c.tp
	return c
}

// filesOf lists the files with an ending among paths: files as given, folders
// by the names in them.
func filesOf(paths []string, ending string) ([]string, error) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && strings.HasSuffix(e.Name(), ending) {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	if len(files) == 0 {
		return nil, errors.New(strings.Join(paths, " ") + ": no " + ending + " files; give a file or the folder that holds them")
	}
	return files, nil
}

// writeFile writes a file of predictions, and the folders above it.
func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
