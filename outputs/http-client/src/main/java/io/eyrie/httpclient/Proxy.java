// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy that all requests go through. */
record Proxy(InetSocketAddress address, String username, String password) {

  /** Sends every URI through it. */
  ProxySelector selector() {
    java.net.Proxy proxy = new java.net.Proxy(java.net.Proxy.Type.HTTP, address);
    return new ProxySelector() {
      @Override
      public List<java.net.Proxy> select(URI uri) {
        return List.of(proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress tried, IOException e) {
        // The request that failed says so itself.
      }
    };
  }

  /** Answers the proxy's question for credentials, and no one else's. */
  Authenticator authenticator() {
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? new PasswordAuthentication(username, password.toCharArray())
            : null;
      }
    };
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
