package main

import (
	"bytes"
	"errors"
	"fmt"
	"syscall"
	"unsafe"
)

// loop waits for descriptors, and for a time to the microsecond.
type loop struct {
	epoll, timer int
	// When the timer is to ring; 0 when it isn't set.
	rings  int64
	events [64]syscall.EpollEvent
	ready  []int
}

func newLoop() (*loop, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	timer, _, errno := syscall.Syscall(syscall.SYS_TIMERFD_CREATE, 1 /* CLOCK_MONOTONIC */, syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if errno != 0 {
		return nil, fmt.Errorf("timerfd: %w", errno)
	}
	l := &loop{epoll: epoll, timer: int(timer)}
	// By its edge: that it has rung is all that it says, and needs not be read.
	return l, l.add(l.timer, syscall.EPOLLIN|1<<31 /* EPOLLET */)
}

// watch makes a descriptor one that is waited for.
func (l *loop) watch(fd int) error {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return fmt.Errorf("descriptor %d: %w", fd, err)
	}
	return l.add(fd, syscall.EPOLLIN)
}

func (l *loop) add(fd int, events uint32) error {
	event := syscall.EpollEvent{Events: events, Fd: int32(fd)}
	if err := syscall.EpollCtl(l.epoll, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
		return fmt.Errorf("epoll of descriptor %d: %w", fd, err)
	}
	return nil
}

// wait returns with the descriptors that have something, or none at the time asked for; 0 is no such time.
func (l *loop) wait(until int64) ([]int, error) {
	l.ready = l.ready[:0]
	left := until - now()
	if until != 0 && left <= 0 {
		return l.poll(0)
	}
	if until != 0 && (l.rings == 0 || until < l.rings || l.rings <= now()) {
		var spec [2]syscall.Timespec
		spec[1] = syscall.NsecToTimespec(left)
		if _, _, errno := syscall.Syscall6(syscall.SYS_TIMERFD_SETTIME, uintptr(l.timer), 0, uintptr(unsafe.Pointer(&spec)), 0, 0, 0); errno != 0 {
			return nil, fmt.Errorf("timerfd: %w", errno)
		}
		l.rings = until
	}
	return l.poll(-1)
}

func (l *loop) poll(timeout int) ([]int, error) {
	// Not by way of the runtime, which would hand this thread's work to others and back at each packet: twice the cost.
	// It has nothing else to do meanwhile.
	n, _, errno := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, uintptr(l.epoll), uintptr(unsafe.Pointer(&l.events)), uintptr(len(l.events)), uintptr(timeout), 0, 0)
	if errno == syscall.EINTR {
		return l.ready, nil
	}
	if errno != 0 {
		return nil, fmt.Errorf("epoll: %w", errno)
	}
	for _, event := range l.events[:n] {
		if int(event.Fd) != l.timer {
			l.ready = append(l.ready, int(event.Fd))
			continue
		}
		l.rings = 0
	}
	return l.ready, nil
}

// lines cuts what is read into lines.
type lines struct {
	chunk []byte
	rest  []byte
	ended bool
}

func (l *lines) read(fd int) ([][]byte, error) {
	n, err := syscall.Read(fd, l.chunk)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	l.ended = n == 0
	parts := bytes.Split(append(l.rest, l.chunk[:max(n, 0)]...), []byte("\n"))
	l.rest = bytes.Clone(parts[len(parts)-1])
	return parts[:len(parts)-1], nil
}
