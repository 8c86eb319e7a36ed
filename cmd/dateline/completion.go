package main

import (
	"fmt"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish. For bash: source <(dateline completion bash)"`
}

// The scripts are short because the commands are few; main_test.go holds them
// to the commands of the program.
var completions = map[string]string{
	"bash": `_dateline() {
  local cur=${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "read eval codebook about completion --help" -- "$cur")); return
  fi
  case ${COMP_WORDS[1]} in
    read) case $cur in -*) COMPREPLY=($(compgen -W "--format --explain --codebook --width --help" -- "$cur"));; *) COMPREPLY=($(compgen -f -- "$cur"));; esac;;
    eval) case $cur in -*) COMPREPLY=($(compgen -W "--all --gold --predictions --json --gold-tokens --floors --help" -- "$cur"));; *) COMPREPLY=($(compgen -W "wire relations attribution syntax names dates places actors" -- "$cur") $(compgen -f -- "$cur"));; esac;;
    codebook) COMPREPLY=($(compgen -W "check" -- "$cur") $(compgen -d -- "$cur"));;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur"));;
  esac
}
complete -o filenames -F _dateline dateline
`,
	"zsh": `#compdef dateline
_dateline() {
  if (( CURRENT == 2 )); then
    compadd read eval codebook about completion; return
  fi
  case $words[2] in
    read) compadd -- --format --explain --codebook --width --help; _files;;
    eval) compadd -- wire relations attribution syntax names dates places actors --all --gold --predictions --json --gold-tokens --floors --help; _files;;
    codebook) compadd check; _files -/;;
    completion) compadd bash zsh fish;;
  esac
}
compdef _dateline dateline
`,
	"fish": `complete -c dateline -n __fish_use_subcommand -f -a "read eval codebook about completion"
complete -c dateline -n "__fish_seen_subcommand_from read" -l format -xa "text jsonl"
complete -c dateline -n "__fish_seen_subcommand_from read" -l explain -x
complete -c dateline -n "__fish_seen_subcommand_from read" -l codebook -r
complete -c dateline -n "__fish_seen_subcommand_from eval" -a "wire relations attribution syntax names dates places actors"
complete -c dateline -n "__fish_seen_subcommand_from eval" -l all -l json
complete -c dateline -n "__fish_seen_subcommand_from codebook" -f -a check
complete -c dateline -n "__fish_seen_subcommand_from completion" -f -a "bash zsh fish"
`,
}

func (c *completionCmd) Run(s streams) error {
	_, err := fmt.Fprint(s.out, completions[c.Shell])
	return err
}
