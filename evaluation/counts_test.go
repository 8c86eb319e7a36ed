package evaluation

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

// goldFile writes a file of gold data to a new folder.
func goldFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func wantFigures(t *testing.T, got, want map[string]float64) {
	t.Helper()
	for name, v := range want {
		if g, ok := got[name]; !ok || math.Abs(g-v) > 1e-9 {
			t.Errorf("%s = %v (there: %v), want %v", name, g, ok, v)
		}
	}
}

func TestBestPairs(t *testing.T) {
	// The heaviest pair is not part of the best pairing.
	pairs := bestPairs(map[pair]float64{{0, 0}: 3, {0, 1}: 2, {1, 0}: 2.5})
	if len(pairs) != 2 || pairs[0] != 1 || pairs[1] != 0 {
		t.Errorf("pairs %v, want 0-1 and 1-0", pairs)
	}
	// More found items than are tried exactly.
	many := map[pair]float64{}
	for j := range exactFound + 1 {
		many[pair{0, j}] = float64(j + 1)
	}
	if pairs := bestPairs(many); len(pairs) != 1 || pairs[0] != exactFound {
		t.Errorf("pairs %v, want the heaviest", pairs)
	}
}
