// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import org.jspecify.annotations.Nullable;

/** The names of Linux error numbers, those that only the kernel sees included. */
public final class Errno {

  private static final String USER =
      "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT"
          + " ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY"
          + " EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS"
          + " ENOTEMPTY ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI"
          + " EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR"
          + " ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG"
          + " EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ"
          + " ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT"
          + " EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE"
          + " EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN"
          + " ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY"
          + " EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM"
          + " EMEDIUMTYPE ECANCELED";
  private static final String RESTART =
      "ERESTARTSYS ERESTARTNOINTR ERESTARTNOHAND ENOIOCTLCMD ERESTART_RESTARTBLOCK";
  private static final String INTERNAL =
      "EBADHANDLE ENOTSYNC EBADCOOKIE ENOTSUPP ETOOSMALL ESERVERFAULT EBADTYPE EJUKEBOX EIOCBQUEUED"
          + " EIOCBRETRY";

  private static final @Nullable String[] NAMES = new @Nullable String[531];

  static {
    fill(1, USER);
    fill(512, RESTART);
    fill(521, INTERNAL);
  }

  private Errno() {}

  private static void fill(int first, String names) {
    int number = first;
    for (String name : names.split(" ", -1)) {
      NAMES[number++] = name.equals("-") ? null : name;
    }
  }

  /** The name of a positive error number, or null when it has none. */
  public static @Nullable String name(long number) {
    return number > 0 && number < NAMES.length ? NAMES[(int) number] : null;
  }

  /** The name of an error number, or the number in words when it has none. */
  public static String describe(int number) {
    String name = name(number);
    return name == null ? "error " + number : name;
  }
}
