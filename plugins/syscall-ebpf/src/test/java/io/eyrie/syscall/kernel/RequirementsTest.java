// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eyrie.api.error.PluginException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is missing is named, with how to give it. */
final class RequirementsTest {

  private static final long BPF = 1L << 39;
  private static final long PERFMON = 1L << 38;
  private static final long ADMIN = 1L << 21;
  private static final long READ_AND_TRACE = 1L << 2 | 1L << 19;

  @Test
  void whatSufficesIsAccepted() {
    assertThatCode(() -> with(BPF | PERFMON).check()).doesNotThrowAnyException();
    assertThatCode(() -> with(ADMIN).check()).doesNotThrowAnyException();
    assertThat(with(BPF | PERFMON | READ_AND_TRACE).weaknesses()).isEmpty();
    assertThat(with(BPF | PERFMON).weaknesses())
        .containsExactly(
            "without CAP_DAC_READ_SEARCH (to read other users' entries of /proc) processes that ran"
                + " before Eyrie are known in part only",
            "without CAP_SYS_PTRACE (to read the executables and descriptors of other processes in"
                + " /proc) processes that ran before Eyrie are known in part only");
  }

  @Test
  void missingCapabilitiesAreNamedOneByOne() {
    PluginException none = refused(with(0));
    assertThat(none.kind()).isEqualTo(PluginException.Kind.USER);
    assertThat(none.code()).isEqualTo("syscall.capability");
    assertThat(none.retryable()).isFalse();
    assertThat(none)
        .hasMessage(
            "missing CAP_BPF (to load the kernel program) and CAP_PERFMON (to attach the kernel"
                + " program). Run Eyrie as root, or give it these capabilities: systemd"
                + " AmbientCapabilities=CAP_BPF CAP_PERFMON CAP_DAC_READ_SEARCH CAP_SYS_PTRACE; Docker"
                + " --cap-add BPF --cap-add PERFMON --cap-add DAC_READ_SEARCH --cap-add SYS_PTRACE"
                + " --pid host.");
    assertThat(refused(with(BPF)))
        .hasMessageStartingWith("missing CAP_PERFMON (to attach the kernel program). Run");
  }

  @Test
  void soAreTypeInformationAnOldKernelALockAndAnotherMachine() {
    assertThat(refused(new Requirements("Linux", "amd64", "6.1.0", false, BPF | PERFMON, "")))
        .hasMessageContaining("/sys/kernel/btf/vmlinux is missing")
        .hasMessageContaining("CONFIG_DEBUG_INFO_BTF=y");
    assertThat(refused(new Requirements("Linux", "amd64", "5.4.0-26", true, -1, "")))
        .hasMessageContaining("the kernel is 5.4.0-26; the kernel program needs 5.11 or newer");
    assertThatCode(() -> new Requirements("Linux", "amd64", "5.11", true, -1, "").check())
        .doesNotThrowAnyException();
    assertThat(
            refused(
                new Requirements(
                    "Linux", "amd64", "6.1.0", true, -1, "none integrity [confidentiality]")))
        .hasMessageContaining("locked down (confidentiality)");
    assertThat(refused(new Requirements("Mac OS X", "aarch64", "24", false, 0, "")))
        .hasMessageContaining("this is Mac OS X on aarch64");
  }

  @Test
  void theMaskIsReadFromTheStatusOfTheProcess() {
    assertThat(Requirements.effectiveCapabilities("Name:\tx\nCapEff:\t000001ffffffffff\nX:\t1\n"))
        .isEqualTo(0x1ffffffffffL);
    assertThat(Requirements.effectiveCapabilities("")).isZero();
  }

  @Test
  void theInstallLineIsThatOfTheDistribution() {
    assertThat(missingLibrary("ID=debian"))
        .isEqualTo(
            "libbpf.so.1, which loads the kernel program, can't be loaded: not found. Install libbpf"
                + " 1.0 or newer: apt-get install libbpf1.");
    assertThat(missingLibrary("ID=linuxmint", "ID_LIKE=\"ubuntu debian\""))
        .endsWith("apt-get install libbpf1.");
    assertThat(missingLibrary("ID=\"rocky\"", "ID_LIKE=\"rhel centos fedora\""))
        .endsWith("dnf install libbpf.");
    assertThat(missingLibrary("ID=\"opensuse-leap\"", "ID_LIKE=\"suse opensuse\""))
        .endsWith("zypper install libbpf1.");
    assertThat(missingLibrary("ID=arch")).endsWith("pacman -S libbpf.");
    assertThat(missingLibrary("ID=alpine")).endsWith("apk add libbpf.");
    assertThat(missingLibrary("ID=else")).contains("apt-get").contains("dnf").contains("pacman");
  }

  @Test
  void theVerifiersLastWordIsTheSummary() {
    assertThat(
            LoadLog.summary(
                """
                libbpf: prog 'p': BPF program load failed: Permission denied
                -- BEGIN PROG LOAD LOG --
                0: (85) call bpf_d_path#147
                helper call is not allowed in probe
                processed 12 insns (limit 1000000) max_states_per_insn 0
                -- END PROG LOAD LOG --
                libbpf: failed to load object
                """))
        .isEqualTo("helper call is not allowed in probe");
    assertThat(LoadLog.summary("libbpf: kernel BTF is missing\n"))
        .isEqualTo("libbpf: kernel BTF is missing");
    assertThat(LoadLog.summary("")).isEqualTo("no reason given");
  }

  @Test
  void aDamagedProgramIsRefused() throws Exception {
    byte[] image = ProgramImage.HELPED.read();
    assertThat(image.length).isGreaterThan(10_000);
    image[100] ^= 1;
    PluginException damaged =
        catchThrowableOfType(
            PluginException.class, () -> ProgramImage.verify(image, "0".repeat(64)));
    assertThat(damaged).hasMessageContaining("damaged: SHA-256 is");
    assertThat(damaged.code()).isEqualTo("syscall.checksum");
  }

  @Test
  void theNumberOfPossibleCpusIsTheLargestPlusOne() {
    assertThat(
            List.of(
                PossibleCpus.parse("0\n"),
                PossibleCpus.parse("0-3"),
                PossibleCpus.parse("0,2-7\n")))
        .containsExactly(1, 4, 8);
  }

  private static Requirements with(long capabilities) {
    return new Requirements("Linux", "amd64", "6.18.44-amd64", true, capabilities, "");
  }

  private static PluginException refused(Requirements requirements) {
    return catchThrowableOfType(PluginException.class, requirements::check);
  }

  private static String missingLibrary(String... osRelease) {
    return Distribution.parse(List.of(osRelease)).libbpfMessage("libbpf.so.1", "not found\nat x");
  }
}
