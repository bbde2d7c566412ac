// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.stability;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States how firmly a public type of the contract stands, and since when it is there.
 *
 * <p>The build compares every {@link Status#STABLE} type with the signature file of the last
 * release and fails on an incompatible change.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Api(status = Api.Status.STABLE, since = "0.1.0")
public @interface Api {

  /** How firmly the type stands. */
  Status status();

  /** The first version of the plugin API that has the type, such as {@code 0.1.0}. */
  String since();

  /** The two promises that a type can make. */
  enum Status {
    /** Changes only compatibly within a major version. */
    STABLE,
    /** May change in any version; the change log says how. */
    EXPERIMENTAL
  }
}
