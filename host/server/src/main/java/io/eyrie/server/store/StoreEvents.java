// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * What the store tells the host of, so that the host can raise an alert or log it.
 *
 * <p>Called on the store's own thread, which writes nothing meanwhile: to be quick, and not to wait
 * for the store. {@link AlertStore#raise} may be called.
 */
public interface StoreEvents {

  /** Takes no notice. */
  StoreEvents NONE =
      new StoreEvents() {
        @Override
        public void retentionPassed(RetentionGap gap) {}

        @Override
        public void failing(String reason) {}

        @Override
        public void recovered(long failedForNanos) {}
      };

  /** The retention removed alerts that an output had not read. At most once a minute per reader. */
  void retentionPassed(RetentionGap gap);

  /**
   * Writing has begun to fail; it is tried again until it succeeds, and sources wait once the queue
   * is full.
   *
   * @param reason what happened, where, and what to do
   */
  void failing(String reason);

  /** Writing succeeds again. */
  void recovered(long failedForNanos);
}
