// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.RehearsalProvider;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.syscall.capture.CaptureSource;
import io.eyrie.syscall.container.ContainerRegistry;
import io.eyrie.syscall.field.FieldCatalogue;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.table.EventTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Declares the source of system calls and opens it on the running kernel, or on captures. */
public final class SyscallProvider implements ReplayProvider, RehearsalProvider {

  private static final System.Logger LOG = System.getLogger("io.eyrie.syscall");

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("syscall")
          .description("System calls and the life of processes, by eBPF from the running kernel.")
          .eventTypes(EventTypes.names())
          .fields(FieldCatalogue.fields())
          .provides("container", "0.7.1")
          .delivery(Delivery.BEST_EFFORT)
          .config(SyscallSettings.SCHEMA)
          .build();

  /** Of the largest systems; a replay has no configuration. */
  private static final Limits REPLAYED = new Limits(1 << 18, 1 << 22);

  private static final Duration REPLAYED_NAMES = Duration.ofMinutes(1);

  private final ProgramLoader loader;

  /** Sources run the form of the kernel program that suits the kernel best. */
  public SyscallProvider() {
    this(KernelProgram::load);
  }

  /** Sources run what this loads. */
  SyscallProvider(ProgramLoader loader) {
    this.loader = loader;
  }

  @Override
  public Source replay(List<String> inputs, SourceContext context) throws PluginException {
    return CaptureSource.open(
        inputs, REPLAYED, new HostNames(HostLookup.SYSTEM, REPLAYED_NAMES, context.metrics()));
  }

  @Override
  public Source rehearsal(Config config, SourceContext context) throws PluginException {
    return new RehearsalSource(new CallTable(), SyscallSettings.of(config), context);
  }

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    SyscallSettings settings = SyscallSettings.of(config);
    KernelProgram program =
        loader.load(
            settings.ringBytes(),
            RecordLayout.BOOT_NANOS,
            settings.ignoredPid(),
            context.dataDirectory());
    SystemState state =
        SystemState.live(settings.limits(), settings.proc(), settings.passwd(), settings.group());
    try {
      readFirst(program, state);
      LOG.log(System.Logger.Level.INFO, program.lower(settings.capabilities()));
      // The program reports already: what is born during the scan waits in the rings.
      state.scan();
      CallTable calls = new CallTable();
      return new SyscallSource(
          program,
          calls,
          new Interests(calls, settings.baseCalls()),
          state,
          new ContainerRegistry(settings.containers(), context.metrics()),
          new HostNames(settings.hostLookup(), settings.hostNameRefresh(), context.metrics()),
          settings.proc(),
          context);
    } catch (PluginException | RuntimeException e) {
      state.close();
      program.close();
      throw e;
    }
  }

  private static void readFirst(KernelProgram program, SystemState state) throws PluginException {
    try {
      state.readFirst(program.tables());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "descriptors are read from /proc: " + e.getMessage());
    }
  }

  /** Loads the kernel program, as {@link KernelProgram#load} does. */
  @FunctionalInterface
  interface ProgramLoader {
    KernelProgram load(long ringBytes, int time, long ownPid, Path logs) throws PluginException;
  }
}
