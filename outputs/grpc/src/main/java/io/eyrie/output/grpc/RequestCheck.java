// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers requests that are too large, or no protobuf, with what is wrong with them.
 *
 * <p>gRPC's transport resets such a stream without a reason, and leaves its connection short of the
 * bytes that came too late. So the transport takes more than we do, and the bound is held here.
 */
final class RequestCheck implements ServerInterceptor {

  /** The largest request that is served, in bytes. */
  static final int LARGEST = 1 << 20;

  private RequestCheck() {}

  /** The service, with its requests checked before they are read. */
  static ServerServiceDefinition checked(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service), new RequestCheck());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Checked<>(call, next.startCall(call, headers));
  }

  private static final class Checked<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private boolean refused;

    Checked(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (refused) {
        return;
      }
      try {
        super.onMessage(bounded(message));
      } catch (Refused e) {
        refuse(e.status());
      } catch (StatusRuntimeException e) {
        if (!(e.getCause() instanceof InvalidProtocolBufferException)) {
          throw e;
        }
        refuse(
            Status.INVALID_ARGUMENT.withDescription(
                "the request is no protobuf of %s: make it of the service's protos"
                    .formatted(call.getMethodDescriptor().getFullMethodName())));
      }
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }

    private void refuse(Status status) {
      refused = true;
      call.close(status, new Metadata());
    }

    /** The same message, read as far as it may go. */
    @SuppressWarnings("unchecked") // The interceptor stands where all messages are streams.
    private static <Q> Q bounded(Q message) {
      try {
        byte[] bytes = ((InputStream) message).readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new Refused(
              Status.RESOURCE_EXHAUSTED,
              "the request has more than %d bytes: send a smaller one".formatted(LARGEST));
        }
        return (Q) new ByteArrayInputStream(bytes);
      } catch (IOException e) {
        throw Refused.invalid("the request can't be read: " + e.getMessage());
      }
    }
  }
}
