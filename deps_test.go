package dateline_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The table of docs/architecture.md is the rule of who may import whom.
func TestImportsFollowTheTable(t *testing.T) {
	page, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string][]string{}
	var above []string
	for line := range strings.SplitSeq(string(page), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		name := strings.Trim(cells[1], " `")
		allowed[name] = nil
		if strings.TrimSpace(cells[3]) == "all above" {
			allowed[name] = append([]string{}, above...)
		} else {
			for _, p := range strings.Split(cells[3], ",") {
				if p = strings.Trim(p, " `"); p != "" {
					allowed[name] = append(allowed[name], p)
				}
			}
		}
		above = append(above, name)
	}
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for dec.More() {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&pkg); err != nil {
			t.Fatal(err)
		}
		may, known := allowed[pkg.ImportPath]
		if !known {
			t.Errorf("%s stands in no row of docs/architecture.md", pkg.ImportPath)
			continue
		}
		for _, imp := range pkg.Imports {
			if imp != "dateline" && !strings.HasPrefix(imp, "dateline/") {
				continue
			}
			ok := false
			for _, m := range may {
				ok = ok || m == imp
			}
			if !ok {
				t.Errorf("%s imports %s, which docs/architecture.md does not allow", pkg.ImportPath, imp)
			}
		}
	}
}
