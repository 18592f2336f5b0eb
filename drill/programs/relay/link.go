package main

import (
	"math/rand/v2"
	"syscall"
	"time"
	"unsafe"
)

// Of a device, and what a buffer holds.
const (
	mtu      = 1500
	tunset   = 0x400454ca // TUNSETIFF
	tunFlags = 0x1001     // IFF_TUN | IFF_NO_PI
)

type buffer [mtu]byte

// pool keeps every buffer that was ever needed.
type pool struct{ free []*buffer }

func (p *pool) take() *buffer {
	if n := len(p.free); n > 0 {
		b := p.free[n-1]
		p.free = p.free[:n-1]
		return b
	}
	return new(buffer)
}

func (p *pool) give(b *buffer) { p.free = append(p.free, b) }

var began = time.Now()

// now is in nanoseconds of the monotonic clock, never 0.
func now() int64 { return int64(time.Since(began)) + 1 }

type packet struct {
	due  int64
	size int
	data *buffer
}

// way is one direction of a link.
type way struct {
	from, to int
	delay    int64
	loss     float64
	// Nanoseconds a bit takes.
	perBit float64
	limit  int
	cut    bool
	// When the line has sent what it was given.
	free int64
	// A ring: those under way, the first one due first.
	queue       []packet
	head, count int
}

type link struct{ ways [2]*way }

func newLink(devices [2]string) (*link, error) {
	a, err := openDevice(devices[0])
	if err != nil {
		return nil, err
	}
	b, err := openDevice(devices[1])
	if err != nil {
		return nil, err
	}
	return &link{[2]*way{{from: a, to: b}, {from: b, to: a}}}, nil
}

// openDevice makes a TUN device in this namespace. It may be moved to another one: what is read here stays its own.
func openDevice(name string) (int, error) {
	fd, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return 0, &deviceError{"/dev/net/tun", err}
	}
	var request [40]byte
	copy(request[:15], name)
	*(*uint16)(unsafe.Pointer(&request[16])) = tunFlags
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), tunset, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return 0, &deviceError{name, errno}
	}
	return fd, nil
}

type deviceError struct {
	name string
	err  error
}

func (e *deviceError) Error() string { return "can't make the device " + e.name + ": " + e.err.Error() }

func (w *way) shape(s setting, p *pool) {
	w.delay = int64(s.DelayMs * 1e6)
	w.loss = s.LossPercent / 100
	w.perBit = 0
	if s.RateMbit > 0 {
		w.perBit = 1000 / s.RateMbit
	}
	w.limit = max(s.Queue, 1)
	w.cut = s.Cut
	// What was under way is on the line that is cut.
	if w.cut {
		for w.count > 0 {
			p.give(w.shift().data)
		}
		w.free = 0
	}
}

func (w *way) take(p *pool) {
	for range batch {
		b := p.take()
		n, err := syscall.Read(w.from, b[:])
		if err != nil || n <= 0 {
			// Nothing more, or the device is down for the moment.
			p.give(b)
			return
		}
		if w.cut || w.count >= w.limit || (w.loss > 0 && rand.Float64() < w.loss) {
			p.give(b)
			continue
		}
		at := now()
		if w.perBit > 0 {
			at = max(at, w.free) + int64(float64(n*8)*w.perBit)
			w.free = at
		}
		w.push(packet{at + w.delay, n, b})
	}
}

func (w *way) give(p *pool) {
	if w.count == 0 {
		return
	}
	for at := now(); w.count > 0 && w.queue[w.head].due <= at; {
		first := w.shift()
		// One that the device refuses is lost, as on a line whose end is gone.
		_, _ = syscall.Write(w.to, first.data[:first.size])
		p.give(first.data)
	}
}

func (w *way) due() int64 {
	if w.count == 0 {
		return 0
	}
	return w.queue[w.head].due
}

func (w *way) push(last packet) {
	if w.count == len(w.queue) {
		larger := make([]packet, max(64, 2*len(w.queue)))
		for i := range w.count {
			larger[i] = w.queue[(w.head+i)%len(w.queue)]
		}
		w.queue, w.head = larger, 0
	}
	w.queue[(w.head+w.count)%len(w.queue)] = last
	w.count++
}

func (w *way) shift() packet {
	first := w.queue[w.head]
	w.queue[w.head] = packet{}
	w.head = (w.head + 1) % len(w.queue)
	w.count--
	return first
}
