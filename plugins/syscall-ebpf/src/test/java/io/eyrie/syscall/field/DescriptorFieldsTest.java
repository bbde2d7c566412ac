// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.testkit.RecordingMetrics;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptorFieldsTest {

  private static final int OPENAT = 307;
  private static final int CLOSE = 5;
  private static final int SOCKET = 19;
  private static final int CONNECT = 23;
  private static final int UNLINK = 301;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Scene scene = Scene.family();

  @Test
  void anOpenedFileHasAPathAndWhereItLies() {
    scene.happens(OPENAT, 1, 30, 3, -100, "a/../b.txt", 1 | 1 << 15, 0, 0x80003, 77);
    assertThat(scene.shows("fd.num")).isEqualTo("3");
    assertThat(scene.shows("fd.name")).isEqualTo("/root/b.txt");
    assertThat(scene.shows("fd.nameraw")).isEqualTo("a/../b.txt");
    assertThat(scene.shows("fd.directory")).isEqualTo("/root");
    assertThat(scene.shows("fd.filename")).isEqualTo("b.txt");
    assertThat(scene.shows("fd.type")).isEqualTo("file");
    assertThat(scene.shows("fd.typechar")).isEqualTo("f");
    assertThat(scene.shows("fd.dev.major")).isEqualTo("2048");
    assertThat(scene.shows("fd.dev.minor")).isEqualTo("3");
    assertThat(scene.shows("fd.ino")).isEqualTo("77");
    assertThat(scene.shows("fd.is_upper_layer")).isEqualTo("true");
    assertThat(scene.shows("fd.is_lower_layer")).isEqualTo("false");
    assertThat(scene.shows("fd.uid")).isEqualTo("303");
    assertThat(scene.shows("fd.containername")).isEqualTo("host:/root/b.txt");
    assertThat(scene.shows("fd.containerdirectory")).isEqualTo("host:/root");
    assertThat(scene.shows("fd.types")).isEqualTo("(file)");
    assertThat(scene.shows("fd.types[3]")).isEqualTo("(file)");
    assertThat(scene.shows("fd.types[4]")).isNull();
    assertThat(scene.shows("fd.cip")).isNull();
    assertThat(scene.shows("fd.sockfamily")).isNull();
  }

  @Test
  void aFileThatCouldNotBeOpenedStillHasAPath() {
    scene.happens(OPENAT, 1, 30, -2, -100, "/etc/nope", 1, 0, 0, 0);
    assertThat(scene.shows("fd.num")).isEqualTo("-1");
    assertThat(scene.shows("fd.name")).isEqualTo("/etc/nope");
    assertThat(scene.shows("fd.directory")).isEqualTo("/etc");
    assertThat(scene.shows("fd.filename")).isNull();
    assertThat(scene.shows("fd.typechar")).isEqualTo("f");
    assertThat(scene.shows("fd.type")).isNull();
    assertThat(scene.shows("fd.ino")).isNull();
  }

  @Test
  void aDirectoryOfAnotherDescriptorIsJoined() {
    scene.happens(OPENAT, 1, 30, 3, -100, "/srv/data", 1 | 1 << 10, 0, 0, 0);
    assertThat(scene.shows("fd.type")).isEqualTo("directory");
    scene.happens(OPENAT, 2, 30, 4, 3, "x", 1, 0, 0, 0);
    assertThat(scene.shows("fd.name")).isEqualTo("/srv/data/x");
    scene.happens(OPENAT, 3, 30, 5, 99, "x", 1, 0, 0, 0);
    assertThat(scene.shows("fd.name")).isEqualTo("<UNKNOWN>x");
  }

  @Test
  void aClosingFileIsStillKnownAndThenGone() {
    scene.happens(OPENAT, 1, 30, 3, -100, "/etc/hosts", 1, 0, 0, 0);
    scene.happens(CLOSE, 2, 30, 0, 3);
    assertThat(scene.shows("fd.name")).isEqualTo("/etc/hosts");
    scene.happens(CLOSE, 3, 30, -9, 3);
    assertThat(scene.shows("fd.name")).isEmpty();
    assertThat(scene.shows("fd.typechar")).isEqualTo("o");
    scene.happens(UNLINK, 4, 30, 0, "/x");
    assertThat(scene.shows("fd.name")).isNull();
  }

  @Test
  void aConnectionHasTwoEnds() {
    scene.happens(SOCKET, 1, 30, 3, 2, 1, 0, 0);
    assertThat(scene.shows("fd.name")).isEmpty();
    assertThat(scene.shows("fd.l4proto")).isEqualTo("<NA>");
    assertThat(scene.shows("fd.cip")).isNull();
    assertThat(scene.shows("fd.connected")).isEqualTo("false");
    scene.happens(CONNECT, 2, 30, 0, inet(10, 40000, 20, 443), 3, null);
    assertThat(scene.shows("fd.name")).isEqualTo("10.0.0.10:40000->10.0.0.20:443");
    assertThat(scene.shows("fd.name_changed")).isEqualTo("true");
    assertThat(scene.shows("fd.type")).isEqualTo("ipv4");
    assertThat(scene.shows("fd.cip")).isEqualTo("10.0.0.10");
    assertThat(scene.shows("fd.sip")).isEqualTo("10.0.0.20");
    assertThat(scene.shows("fd.lip")).isEqualTo("10.0.0.10");
    assertThat(scene.shows("fd.rip")).isEqualTo("10.0.0.20");
    assertThat(scene.shows("fd.ip")).isEqualTo("(10.0.0.10,10.0.0.20)");
    assertThat(scene.shows("fd.net")).isEqualTo("(10.0.0.10,10.0.0.20)");
    assertThat(scene.shows("fd.snet")).isEqualTo("10.0.0.20");
    assertThat(scene.shows("fd.cport")).isEqualTo("40000");
    assertThat(scene.shows("fd.sport")).isEqualTo("443");
    assertThat(scene.shows("fd.lport")).isEqualTo("40000");
    assertThat(scene.shows("fd.rport")).isEqualTo("443");
    assertThat(scene.shows("fd.port")).isEqualTo("(40000,443)");
    assertThat(scene.shows("fd.proto")).isEqualTo("(40000,443)");
    assertThat(scene.shows("fd.sproto")).isEqualTo("443");
    assertThat(scene.shows("fd.rproto")).isEqualTo("443");
    assertThat(scene.shows("fd.l4proto")).isEqualTo("tcp");
    assertThat(scene.shows("fd.sockfamily")).isEqualTo("ip");
    assertThat(scene.shows("fd.is_server")).isEqualTo("false");
    assertThat(scene.shows("fd.connected")).isEqualTo("true");
    assertThat(scene.shows("fd.directory")).isNull();
  }

  @Test
  void anAddressHasTheNamesThatRulesGiveItsHost() throws Exception {
    HostLookup hosts =
        name ->
            switch (name) {
              case "db", "db.example.org" -> List.of(new byte[] {10, 0, 0, 20});
              case "web" -> List.of(new byte[] {10, 0, 0, 10}, new byte[16]);
              default -> throw new UnknownHostException(name);
            };
    try (HostNames names = new HostNames(hosts, Duration.ofHours(1), new RecordingMetrics())) {
      scene.hostNames(names);
      scene.happens(SOCKET, 1, 30, 3, 2, 1, 0, 0);
      scene.happens(CONNECT, 2, 30, 0, inet(10, 40000, 20, 443), 3, null);
      assertThat(scene.shows("fd.sip.name")).as("no rule names a host").isNull();

      names.want(Set.of("web"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(scene.shows("fd.cip.name")).isEqualTo("web");
      assertThat(scene.shows("fd.lip.name")).isEqualTo("web");
      assertThat(scene.shows("fd.sip.name"))
          .as("surely none of those that rules name")
          .isEqualTo("()");

      names.want(Set.of("db", "db.example.org"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(scene.shows("fd.sip.name")).isEqualTo("(db,db.example.org)");
      assertThat(scene.shows("fd.rip.name")).isEqualTo("(db,db.example.org)");
      assertThat(scene.shows("fd.cip.name")).as("rules of a moment ago").isEqualTo("web");

      names.want(Set.of("db", "nobody"));
      names.want(Set.of("db", "nobody"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(scene.shows("fd.sip.name")).isEqualTo("db");
      assertThat(scene.shows("fd.cip.name")).as("it may be nobody's").isNull();
    }
  }

  @Test
  void pollWaitsForSeveralDescriptors() {
    scene.happens(OPENAT, 1, 30, 3, -100, "/etc/hosts", 1, 0, 0, 0);
    scene.happens(SOCKET, 2, 30, 4, 2, 1, 0, 0);
    scene.happens(CONNECT, 3, 30, 0, inet(10, 40000, 20, 443), 4, null);
    scene.happens(81, 4, 30, 1, list(3, 4, 9), 0);
    assertThat(scene.shows("fdlist.nums")).isEqualTo("3,4,9");
    assertThat(scene.shows("fdlist.names"))
        .isEqualTo("/etc/hosts,10.0.0.10:40000->10.0.0.20:443,<NA>");
    assertThat(scene.shows("fdlist.cips")).isEqualTo("10.0.0.10");
    assertThat(scene.shows("fdlist.sips")).isEqualTo("10.0.0.20");
    assertThat(scene.shows("fdlist.cports")).isEqualTo("40000");
    assertThat(scene.shows("fdlist.sports")).isEqualTo("443");
    scene.happens(UNLINK, 5, 30, 0, "/x");
    assertThat(scene.shows("fdlist.nums")).isNull();
  }

  @Test
  void pathsOfCallsThatOpenNothingAreKnown() {
    scene.happens(UNLINK, 1, 30, 0, "x/../y");
    assertThat(scene.shows("fs.path.name")).isEqualTo("/root/y");
    assertThat(scene.shows("fs.path.nameraw")).isEqualTo("x/../y");
    assertThat(scene.shows("fs.path.source")).isNull();
    scene.happens(UNLINK, 2, 30, -2, "x");
    assertThat(scene.shows("fs.path.name")).isNull();
    scene.happens(175, 3, 30, 0, "old", "/new");
    assertThat(scene.shows("fs.path.source")).isEqualTo("/root/old");
    assertThat(scene.shows("fs.path.sourceraw")).isEqualTo("old");
    assertThat(scene.shows("fs.path.target")).isEqualTo("/new");
    assertThat(scene.shows("fs.path.targetraw")).isEqualTo("/new");
    scene.happens(179, 4, 30, 0, "what", "/link");
    assertThat(scene.shows("fs.path.source")).isEqualTo("/link");
    assertThat(scene.shows("fs.path.target")).isEqualTo("/root/what");
    scene.happens(OPENAT, 5, 30, 3, -100, "/etc/hosts", 1, 0, 0, 0);
    scene.happens(317, 6, 30, 0, 3, 0644);
    assertThat(scene.shows("fs.path.name")).isEqualTo("/etc/hosts");
  }

  static byte[] inet(int source, int sourcePort, int destination, int destinationPort) {
    return ByteBuffer.allocate(13)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 2)
        .put(new byte[] {10, 0, 0, (byte) source})
        .putShort((short) sourcePort)
        .put(new byte[] {10, 0, 0, (byte) destination})
        .putShort((short) destinationPort)
        .array();
  }

  private static byte[] list(long... fds) {
    ByteBuffer bytes = ByteBuffer.allocate(2 + 10 * fds.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) fds.length);
    for (long fd : fds) {
      bytes.putLong(fd).putShort((short) 1);
    }
    return bytes.array();
  }
}
