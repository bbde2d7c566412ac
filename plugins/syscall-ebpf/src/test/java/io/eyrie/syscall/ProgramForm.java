// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.syscall.SyscallProvider.ProgramLoader;
import io.eyrie.syscall.kernel.KernelProgram;

/** The forms of the kernel program, for tests that run with each. */
enum ProgramForm {
  /** What this kernel is given. */
  PREFERRED(KernelProgram::load),
  /** What kernels before 6.2 are given. */
  OLDER(KernelProgram::loadOlderForm);

  private final ProgramLoader loader;

  ProgramForm(ProgramLoader loader) {
    this.loader = loader;
  }

  SyscallProvider provider() {
    return new SyscallProvider(loader);
  }
}
