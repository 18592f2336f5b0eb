// Command relay stands in for the lines between sites where the kernel has no netem. A link is two TUN devices: what is
// read from one is written to the other after the link's delay, at its rate, or never. It is told on its standard
// input, a line of JSON for each change, answers each with a line, and ends with its input.
//
// One thread does it all by epoll, with a timer of its own: Go's timers are too coarse for a delay to the millisecond.
// GODEBUG=asyncpreemptoff=1 keeps Go from interrupting that thread's waiting.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
)

// Packets that are read from one device before the others have their turn.
const batch = 64

type relay struct {
	loop  *loop
	links map[int]*link
	// Of all links, and by the descriptor that they read from.
	ways []*way
	from map[int]*way
	pool pool
}

// setting is what a line says: a link, whole. The devices are made when a link is first told of.
type setting struct {
	Link        int
	Devices     [2]string
	DelayMs     float64
	LossPercent float64
	// Mbit/s each way; 0 is no limit.
	RateMbit float64
	// Packets that may be under way, each way.
	Queue int
	Cut   bool
}

type answer struct {
	Link  int    `json:"link"`
	Error string `json:"error,omitempty"`
}

func main() {
	runtime.LockOSThread()
	// Buffers are kept, and what lines of input leave behind is little: a collector would wait for the thread that waits.
	debug.SetGCPercent(-1)
	// So that a busy machine doesn't stretch the lines: the thread's place, and that of its session where Linux weighs
	// sessions first. Without the right to it they are as long as the machine is busy.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, -20)
	_ = os.WriteFile("/proc/self/autogroup", []byte("-20"), 0)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
}

func run() error {
	loop, err := newLoop()
	if err != nil {
		return err
	}
	r := &relay{loop: loop, links: map[int]*link{}, from: map[int]*way{}}
	in := &lines{chunk: make([]byte, 65536)}
	if err := loop.watch(0); err != nil {
		return err
	}
	for {
		ready, err := loop.wait(r.nextDue())
		if err != nil {
			return err
		}
		for _, fd := range ready {
			if fd == 0 {
				told, err := in.read(0)
				for _, line := range told {
					r.tell(line)
				}
				if err != nil || in.ended {
					return err
				}
				continue
			}
			r.from[fd].take(&r.pool)
		}
		for _, way := range r.ways {
			way.give(&r.pool)
		}
	}
}

func (r *relay) tell(line []byte) {
	said := answer{}
	var s setting
	err := json.Unmarshal(line, &s)
	if err == nil {
		said.Link = s.Link
		err = r.set(s)
	}
	if err != nil {
		said.Error = err.Error()
	}
	text, _ := json.Marshal(said)
	fmt.Printf("%s\n", text)
}

func (r *relay) set(s setting) error {
	known := r.links[s.Link]
	if known == nil {
		var err error
		if known, err = newLink(s.Devices); err != nil {
			return err
		}
		for _, way := range known.ways {
			if err := r.loop.watch(way.from); err != nil {
				return err
			}
			r.ways = append(r.ways, way)
			r.from[way.from] = way
		}
		r.links[s.Link] = known
	}
	for _, way := range known.ways {
		way.shape(s, &r.pool)
	}
	return nil
}

// nextDue is when the next packet is to be written; 0 for never.
func (r *relay) nextDue() int64 {
	var next int64
	for _, way := range r.ways {
		if due := way.due(); due != 0 && (next == 0 || due < next) {
			next = due
		}
	}
	return next
}
