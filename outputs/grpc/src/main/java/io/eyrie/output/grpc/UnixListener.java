// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerts.unix.UnixAddresses;
import io.eyrie.alerts.unix.UnixSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on a socket of the Unix domain, in the shape that gRPC's transport takes.
 *
 * <p>The socket appears under its name with its permissions: it is bound in a private folder beside
 * it and moved from there. One that a killed host left behind is replaced.
 */
final class UnixListener extends Listener {

  private final ServerSocketChannel channel;
  private final Set<PosixFilePermission> permissions;
  private @Nullable Path path;
  private @Nullable Object key;

  UnixListener(Bounds bounds, Set<PosixFilePermission> permissions) throws IOException {
    super(bounds);
    this.permissions = permissions;
    this.channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    bind(address, 0);
  }

  @Override
  public void bind(SocketAddress address, int backlog) throws IOException {
    Path wanted = ((UnixDomainSocketAddress) address).getPath();
    Path folder = Objects.requireNonNull(wanted.getParent());
    if (!Files.isDirectory(folder)) {
      throw new BindException("there is no folder " + folder + ": make it");
    }
    removeStale(wanted);
    Path here =
        Files.createTempDirectory(
            folder,
            ".e",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Path socket = here.resolve("s");
      int length = socket.toString().getBytes(UTF_8).length;
      if (length > UnixAddresses.LONGEST_PATH) {
        throw new BindException("the folder's path is too long: choose a shorter one");
      }
      channel.bind(UnixDomainSocketAddress.of(socket), backlog);
      Files.setPosixFilePermissions(socket, permissions);
      Files.move(socket, wanted, StandardCopyOption.ATOMIC_MOVE);
      path = wanted;
      key = key(wanted);
    } finally {
      Files.deleteIfExists(here.resolve("s"));
      Files.deleteIfExists(here);
    }
  }

  private static void removeStale(Path wanted) throws IOException {
    if (!Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(wanted, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new BindException(wanted + " is there and is no socket: remove it");
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(wanted))) {
      throw new BindException("a program serves there");
    } catch (BindException e) {
      throw e;
    } catch (IOException _) {
      // Nobody listens any more.
      Files.deleteIfExists(wanted);
    }
  }

  private static @Nullable Object key(Path socket) throws IOException {
    return Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  @Override
  Socket connection(Runnable onClose) throws IOException {
    return new UnixSocket(channel.accept(), onClose);
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return path == null ? UnixAddresses.UNNAMED : UnixDomainSocketAddress.of(path);
  }

  @Override
  public boolean isBound() {
    return path != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
    Path mine = path;
    if (mine != null
        && Files.exists(mine, LinkOption.NOFOLLOW_LINKS)
        && Objects.equals(key, key(mine))) {
      Files.deleteIfExists(mine);
    }
  }

  @Override
  public String toString() {
    return "unix:" + path;
  }
}
