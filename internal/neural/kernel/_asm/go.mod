module dateline/internal/neural/kernel/_asm

go 1.26.0
