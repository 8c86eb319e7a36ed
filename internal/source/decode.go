package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	enc "golang.org/x/text/encoding/unicode"
)

// decode turns bytes into text with \n line ends: UTF-8 or UTF-16 by byte-order
// mark or by look, else Windows-1252, of which Latin-1 is a part.
func decode(data []byte) (string, []string, error) {
	if len(data) > MaxSize {
		return "", nil, fmt.Errorf("the text has %d bytes, more than the %d that are read at once: split it into its reports", len(data), MaxSize)
	}
	var warnings []string
	var codec encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), zeros(data, 1):
		codec = enc.UTF16(enc.LittleEndian, enc.UseBOM)
		if !bytes.HasPrefix(data, []byte("\xFF\xFE")) {
			codec = enc.UTF16(enc.LittleEndian, enc.IgnoreBOM)
		}
	case bytes.HasPrefix(data, []byte("\xFE\xFF")), zeros(data, 0):
		codec = enc.UTF16(enc.BigEndian, enc.IgnoreBOM)
	}
	if codec == nil && !utf8.Valid(data) {
		if control(data) {
			return "", nil, fmt.Errorf("the file is binary, no text: give it as plain text")
		}
		codec = charmap.Windows1252
		warnings = append(warnings, "the text is not UTF-8 and was read as Windows-1252")
	}
	if codec != nil {
		out, err := codec.NewDecoder().Bytes(data)
		if err != nil {
			return "", nil, fmt.Errorf("the text cannot be decoded: %w", err)
		}
		data = out
	}
	if control(data) {
		return "", nil, fmt.Errorf("the file is binary, no text: give it as plain text")
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ", "\u202f", " ", "\u200b", "", "\ufeff", "", "\u00ad", "").Replace(string(data))
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return text, warnings, nil
}

// zeros reports whether every second byte of the head is zero, from offset on:
// UTF-16 without a mark.
func zeros(data []byte, offset int) bool {
	n, zero, other := min(len(data), 400), 0, 0
	for i := range n {
		if data[i] == 0 {
			if i%2 != offset {
				return false
			}
			zero++
		} else if i%2 == offset {
			other++
		}
	}
	return zero > 3 && zero > 8*other
}

// control reports whether data holds control bytes that no text has.
func control(data []byte) bool {
	n := 0
	for _, b := range data {
		if b == 0 {
			return true
		}
		if b < 32 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b && b != 0x0b {
			n++
		}
	}
	return n*100 > len(data)
}
