// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

/** Numbers of system calls on x86-64, and constants of their arguments, that tests use. */
final class Calls {

  static final long OPEN = 2;
  static final long CLOSE = 3;
  static final long PIPE2 = 293;
  static final long DUP = 32;
  static final long DUP2 = 33;
  static final long SOCKET = 41;
  static final long CONNECT = 42;
  static final long BIND = 49;
  static final long LISTEN = 50;
  static final long FCNTL = 72;
  static final long CHDIR = 80;
  static final long FCHDIR = 81;
  static final long CREAT = 85;
  static final long OPENAT = 257;
  static final long ACCEPT = 43;
  static final long ACCEPT4 = 288;
  static final long DUP3 = 292;
  static final long CLOSE_RANGE = 436;
  static final long OPENAT2 = 437;

  static final long AT_FDCWD = -100;
  static final long O_WRONLY = 1;
  static final long O_RDWR = 2;
  static final long O_CREAT = 0100;
  static final long O_DIRECTORY = 0200000;
  static final long AF_UNIX = 1;
  static final long AF_INET = 2;
  static final long AF_INET6 = 10;
  static final long SOCK_STREAM = 1;

  private Calls() {}
}
