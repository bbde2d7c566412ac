// SPDX-License-Identifier: Apache-2.0

/**
 * What reading from AWS takes, whatever is read: access, failures and how long to wait behind them,
 * and objects that are downloaded side by side.
 *
 * <p>{@link io.eyrie.cloudtrail.aws.AwsAccess} knows nothing of the SDK; its classes are loaded
 * when an instance opens {@link io.eyrie.cloudtrail.aws.AwsClients}.
 */
@NullMarked
package io.eyrie.cloudtrail.aws;

import org.jspecify.annotations.NullMarked;
