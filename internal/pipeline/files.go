package pipeline

import (
	"context"
	"runtime"
	"sync"

	"dateline"
)

// Input is one text to read, and where it came from.
type Input struct {
	Name string
	Data func() ([]byte, error)
}

// Output is what was made of an input: a reading or the reason why not.
type Output struct {
	Name    string
	Reading *dateline.Reading
	Err     error
}

// All reads inputs on all cores and hands the outputs on in the order of the
// inputs, one at a time. It ends early when the context does.
func (rd *Reader) All(ctx context.Context, inputs []Input, emit func(Output)) {
	type slot struct {
		out  Output
		done chan struct{}
	}
	slots := make([]slot, len(inputs))
	for i := range slots {
		slots[i].done = make(chan struct{})
	}
	workers := runtime.GOMAXPROCS(0)
	ahead := make(chan struct{}, 4*workers) // no more than this many readings wait to be handed on
	next := make(chan int)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := range next {
				s := &slots[i]
				s.out.Name = inputs[i].Name
				data, err := inputs[i].Data()
				if err == nil {
					s.out.Reading, err = rd.Text(data)
				}
				s.out.Err = err
				close(s.done)
			}
		})
	}
	go func() {
		defer close(next)
		for i := range inputs {
			select {
			case ahead <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for i := range slots {
		select {
		case <-slots[i].done:
			emit(slots[i].out)
			slots[i].out.Reading = nil
			<-ahead
		case <-ctx.Done():
			wait.Wait()
			return
		}
	}
	wait.Wait()
}
