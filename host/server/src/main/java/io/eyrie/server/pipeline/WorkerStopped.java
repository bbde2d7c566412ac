// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

/**
 * Carries an interrupt of the worker out of the sink, through the plugin's {@code poll}, whose
 * contract knows no interrupt inside {@code accept}.
 */
final class WorkerStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WorkerStopped(InterruptedException cause) {
    super("the host wants the worker to end", cause);
  }
}
