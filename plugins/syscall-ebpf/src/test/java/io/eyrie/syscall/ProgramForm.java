// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.syscall.kernel.KernelProgram;

/** The forms of the kernel program, for tests that run with each. */
enum ProgramForm {
  /** What this kernel is given. */
  PREFERRED,
  /** What kernels before 6.2 are given. */
  OLDER;

  SyscallProvider provider() {
    return new SyscallProvider(
        switch (this) {
          case PREFERRED -> KernelProgram::load;
          case OLDER -> KernelProgram::loadOlderForm;
        });
  }
}
