// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The three services on one port. Safe for several threads.
 *
 * <p>A request must be signed by {@link #KEY}, or by what a role was assumed with, at most fifteen
 * minutes from the server's own time; signatures themselves are not computed.
 */
public final class AwsServer implements AutoCloseable {

  /** The access key that is let in; its secret may be anything. */
  public static final String KEY = "AKIAEYRIETEST0000001";

  /** An access key whose time is over. */
  public static final String EXPIRED_KEY = "AKIAEYRIETEST0000002";

  private static final String ROLE_KEY = "ASIAEYRIETEST0000003";
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Pattern SIGNED_BY = Pattern.compile("Credential=([^/]+)/");

  private final HttpServer server;
  private final ExecutorService threads;
  private final BucketStore buckets = new BucketStore();
  private final QueueStore queues = new QueueStore();
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
  private volatile Duration clock = Duration.ZERO;
  private final ReentrantLock latencyLock = new ReentrantLock();
  private final Condition latencyChanged = latencyLock.newCondition();
  private final Map<String, Duration> latency = new HashMap<>();
  private boolean closed;

  private AwsServer() throws IOException {
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("aws-", 0).factory());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Starts the server on a free port of the loopback. */
  public static AwsServer start() throws IOException {
    return new AwsServer();
  }

  /**
   * What the server does once instead of answering.
   *
   * @param operation such as {@code GetObject}; with a blank and a text behind it only calls that
   *     are about that text
   * @param status 0 to break the connection off in the middle of the true answer
   * @param code the error's name
   * @param retryAfter seconds in the header of that name; 0 for none
   */
  public record Fault(String operation, int status, String code, int retryAfter) {

    /** An error. */
    public static Fault of(String operation, int status, String code) {
      return new Fault(operation, status, code, 0);
    }

    /** A connection that breaks off in the middle of the answer. */
    public static Fault cut(String operation) {
      return new Fault(operation, 0, "", 0);
    }

    private boolean isFor(String call) {
      String[] words = operation.split(" ", 2);
      return call.startsWith(words[0] + " ") && call.contains(words[words.length - 1]);
    }
  }

  /** An answer: its status and body, and the headers that it needs. */
  static final class Answer {

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    Answer(int status, byte[] body, Map<String, String> headers) {
      this.status = status;
      this.body = body;
      this.headers = headers;
    }

    static Answer of(String type, String body) {
      return new Answer(200, body.getBytes(UTF_8), Map.of("Content-Type", type));
    }
  }

  /** An error of one of the services. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    Refused(int status, String code) {
      super(code);
      this.status = status;
      this.code = code;
    }
  }

  /** Where it is, for the keys of endpoints. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What S3 holds. */
  public BucketStore buckets() {
    return buckets;
  }

  /** What SQS holds. */
  public QueueStore queues() {
    return queues;
  }

  /** Does this to the next call of the operation that no earlier fault is for. */
  public void fail(Fault fault) {
    faults.add(fault);
  }

  /** Sets the server's time that far from this machine's. */
  public void setClock(Duration ahead) {
    clock = ahead;
  }

  /** Makes answers to an operation take so long, those that are waited for among them. */
  public void setLatency(String operation, Duration time) {
    latencyLock.lock();
    try {
      latency.put(operation, time);
      latencyChanged.signalAll();
    } finally {
      latencyLock.unlock();
    }
  }

  /** The calls so far, each as the operation and what it is about. */
  public List<String> asked() {
    return new ArrayList<>(asked);
  }

  /** How many calls of an operation there were. */
  public long count(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** How many calls of an operation there were at most at one time. */
  public int mostAtOnce(String operation) {
    return most.computeIfAbsent(operation, _ -> new AtomicInteger()).get();
  }

  /** How many calls of an operation there are now. */
  public int atOnce(String operation) {
    return running.computeIfAbsent(operation, _ -> new AtomicInteger()).get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      boolean json = target != null;
      String operation =
          json
              ? target.substring(target.indexOf('.') + 1)
              : exchange.getRequestMethod().equals("POST")
                  ? "AssumeRole"
                  : BucketStore.operation(exchange.getRequestURI());
      AtomicInteger now = running.computeIfAbsent(operation, _ -> new AtomicInteger());
      most.computeIfAbsent(operation, _ -> new AtomicInteger())
          .accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        if (!linger(operation)) {
          return;
        }
        String call = operation + " " + (json ? new String(body, UTF_8) : exchange.getRequestURI());
        Optional<Fault> fault = fault(call);
        try {
          if (fault.isPresent() && fault.get().status() != 0) {
            throw new Refused(fault.get().status(), fault.get().code());
          }
          check(exchange);
          asked.add(call);
          counts.computeIfAbsent(operation, _ -> new LongAdder()).increment();
          Answer answer =
              switch (operation) {
                case "AssumeRole" -> assumed(new String(body, UTF_8));
                case "GetObject", "ListObjectsV2" ->
                    buckets.answer(operation, exchange.getRequestURI());
                default -> queues.answer(operation, new String(body, UTF_8), url());
              };
          send(exchange, answer, fault.isPresent());
        } catch (Refused e) {
          fault
              .filter(one -> one.retryAfter() > 0)
              .ifPresent(one ->
                  exchange
                      .getResponseHeaders()
                      .add("Retry-After", Integer.toString(one.retryAfter())));
          send(exchange, error(e, json), false);
        }
      } finally {
        now.decrementAndGet();
      }
    }
  }

  /** Takes its time; false when the server is closed meanwhile. */
  private boolean linger(String operation) {
    long begun = System.nanoTime();
    latencyLock.lock();
    try {
      while (!closed) {
        long left = latency.getOrDefault(operation, Duration.ZERO).toNanos();
        left -= System.nanoTime() - begun;
        if (left <= 0) {
          return true;
        }
        long _ = latencyChanged.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      latencyLock.unlock();
    }
    return false;
  }

  private synchronized Optional<Fault> fault(String call) {
    Optional<Fault> found = faults.stream().filter(fault -> fault.isFor(call)).findFirst();
    found.ifPresent(faults::remove);
    return found;
  }

  private void check(HttpExchange exchange) throws Refused {
    Matcher signed =
        SIGNED_BY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (!signed.find()) {
      throw new Refused(403, "AccessDenied");
    }
    switch (signed.group(1)) {
      case KEY, ROLE_KEY -> {}
      case EXPIRED_KEY -> throw new Refused(400, "ExpiredToken");
      default -> throw new Refused(403, "InvalidAccessKeyId");
    }
    Instant sent =
        LocalDateTime.parse(exchange.getRequestHeaders().getFirst("X-Amz-Date"), AMZ_DATE)
            .toInstant(ZoneOffset.UTC);
    if (Duration.between(sent, now()).abs().compareTo(MOST_SKEW) > 0) {
      throw new Refused(403, "RequestTimeTooSkewed");
    }
  }

  private Instant now() {
    return Instant.now().plus(clock);
  }

  private Answer assumed(String form) throws Refused {
    if (form.contains("forbidden")) {
      throw new Refused(403, "AccessDenied");
    }
    return Answer.of(
        "text/xml",
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
        <SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """
            .formatted(ROLE_KEY, now().plus(Duration.ofHours(1))));
  }

  private static Answer error(Refused e, boolean json) {
    String body =
        json
            ? "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"refused\"}".formatted(e.code)
            : "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>refused</Message></Error>"
                .formatted(e.code);
    return new Answer(
        e.status,
        body.getBytes(UTF_8),
        Map.of("Content-Type", json ? "application/x-amz-json-1.0" : "application/xml"));
  }

  private void send(HttpExchange exchange, Answer answer, boolean cut) throws IOException {
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body;
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    // A body that is shorter than its length makes the server break the connection off.
    exchange.getResponseBody().write(body, 0, cut ? body.length / 2 : body.length);
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    latencyLock.lock();
    try {
      closed = true;
      latencyChanged.signalAll();
    } finally {
      latencyLock.unlock();
    }
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
