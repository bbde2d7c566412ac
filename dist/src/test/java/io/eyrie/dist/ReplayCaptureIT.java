// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures of system calls, replayed by the packaged Eyrie without any right. */
final class ReplayCaptureIT {

  @TempDir Path folder;
  private Path rules = Path.of("");

  @BeforeEach
  void writeRules() throws Exception {
    rules = Files.writeString(folder.resolve("rules.yaml"), MadeCapture.RULE);
  }

  private Run replay(String... inputs) throws Exception {
    return command(inputs).run();
  }

  private Eyrie command(String... inputs) {
    List<String> words =
        new ArrayList<>(List.of("replay", "--source", "syscall", "-r", rules.toString()));
    words.addAll(List.of(inputs));
    return Eyrie.command(words.toArray(String[]::new));
  }

  private static List<String> alerts(Run run) {
    return run.out().lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  private static List<String> expected(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(MadeCapture::alert).toList();
  }

  private Path write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void eachEventRaisesItsAlertPlainCompressedAndFromStandardInput() throws Exception {
    Path plain = write("a.scap", MadeCapture.plain(20));
    Path packed = write("b.scap.gz", MadeCapture.compressed(20));

    Run first = replay(plain.toString());
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(alerts(first)).isEqualTo(expected(1, 20));
    assertThat(first.err()).contains("20 events judged by 1 rules, 20 alerts, in ");

    assertThat(alerts(replay(packed.toString()))).isEqualTo(expected(1, 20));

    Run input = command("-").inputFrom(packed).run();
    assertThat(input.exit()).as(input.err()).isZero();
    assertThat(alerts(input)).isEqualTo(expected(1, 20));
  }

  @Test
  void aFolderIsReadByNamesAndNumbersGoOn() throws Exception {
    Path captures = Files.createDirectory(folder.resolve("captures"));
    Files.write(captures.resolve("2.scap"), MadeCapture.compressed(2));
    Files.write(captures.resolve("1.scap"), MadeCapture.plain(3));
    Files.writeString(captures.resolve("notes.txt"), "not read");

    Run run = replay(captures.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(alerts(run))
        .hasSize(5)
        .startsWith(MadeCapture.alert(1))
        .last()
        .asString()
        .contains("/srv/file-2 by cat of sh", "number 5");
  }

  @Test
  void ofACutCaptureAllIsJudgedThatIsThereAndTheCutIsTold() throws Exception {
    byte[] whole = MadeCapture.plain(20);
    Path cut = write("cut.scap", Arrays.copyOf(whole, whole.length - 30));
    Run run = replay(cut.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(alerts(run)).isEqualTo(expected(1, 19));
    assertThat(run.err())
        .contains(
            cut + ": byte " + (whole.length - 30),
            "the capture is cut off in the middle of an event",
            "1 damaged_capture");

    byte[] packed = MadeCapture.compressed(20_000);
    Path cutPacked = write("cut.scap.gz", Arrays.copyOf(packed, packed.length / 2));
    run = replay(cutPacked.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(alerts(run)).hasSizeBetween(1, 19_999).startsWith(MadeCapture.alert(1));
    assertThat(run.err()).contains(cutPacked + ": byte ", "the compressed data are cut off");
  }

  @Test
  void ofACorruptCaptureTheByteIsTold() throws Exception {
    byte[] corrupt = MadeCapture.plain(20);
    int block = (corrupt.length - 1) - 5 * 120;
    Arrays.fill(corrupt, block, block + 200, (byte) 0xff);
    Run run = replay(write("corrupt.scap", corrupt).toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).isNotEmpty();
    assertThat(run.err())
        .containsPattern("corrupt[.]scap: byte [0-9]+")
        .contains("damaged_capture");
    assertThat(run.hasStackTrace()).isFalse();
  }

  @Test
  void whatIsNoCaptureIsRefusedBeforeAnythingIsJudged() throws Exception {
    Path good = write("good.scap", MadeCapture.plain(1));
    Path text = Files.writeString(folder.resolve("text.scap"), "no capture");
    Run run = replay(good.toString(), text.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(text + ": byte 0: this is no capture");
    assertThat(run.hasStackTrace()).isFalse();

    run = replay(folder.resolve("none.scap").toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("none.scap: there is no such file");
  }
}
