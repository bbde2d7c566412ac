// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoaderWatchTest {

  @Test
  void aLoaderThatNobodyHoldsIsCollected() {
    LoaderWatch.of(new URLClassLoader(new URL[0])).requireCollected(Duration.ofSeconds(30));
  }

  @Test
  void aThreadThatHoldsALoaderIsNamed() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .name("holder")
            .unstarted(() -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    holder.setContextClassLoader(new URLClassLoader(new URL[0]));
    holder.start();
    LoaderWatch watch = LoaderWatch.of(holder.getContextClassLoader());
    assertThatThrownBy(() -> watch.requireCollected(Duration.ofMillis(100)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[holder]");
    end.countDown();
    holder.join();
    // An ended thread that is still referred to goes on holding its context.
    holder.setContextClassLoader(null);
    assertThat(watch.collectedWithin(Duration.ofSeconds(30))).isTrue();
  }
}
