// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.syscall.capture.CaptureSource;
import io.eyrie.syscall.event.EventType;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.was.field.FieldCatalogue;
import io.eyrie.syscall.was.state.SystemState;
import java.util.List;

/** Declares the source of system calls and opens it on the running kernel, or on captures. */
public final class SyscallProvider implements ReplayProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("syscall")
          .description("System calls and the life of processes, by eBPF from the running kernel.")
          .eventTypes(EventType.names())
          .fields(FieldCatalogue.fields())
          .provides("container", "0.7.1")
          .delivery(Delivery.BEST_EFFORT)
          .config(SyscallSettings.SCHEMA)
          .build();

  /** Of the largest systems; a replay has no configuration. */
  private static final Limits REPLAYED = new Limits(1 << 18, 1 << 22);

  @Override
  public Source replay(List<String> inputs, SourceContext context) throws PluginException {
    return CaptureSource.open(inputs, REPLAYED);
  }

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    SyscallSettings settings = SyscallSettings.of(config);
    KernelProgram program =
        KernelProgram.load(settings.ringBytes(), settings.ignoredPid(), context.dataDirectory());
    try {
      SystemState state =
          new SystemState(
              settings.proc(),
              settings.passwd(),
              settings.maxProcesses(),
              settings.maxDescriptors());
      // The program reports already: what is born during the scan waits in the ring.
      state.scan();
      return new SyscallSource(program, state, context);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }
}
