// SPDX-License-Identifier: Apache-2.0

/**
 * The source {@code k8s_audit}: records of a Kubernetes API server's audit log, from files or sent
 * by the server itself.
 *
 * <p>{@link io.eyrie.k8saudit.K8sAuditFields} is the table of fields. Three kinds of records are
 * understood, and one field reads them all:
 *
 * <ul>
 *   <li>those of the API server itself, alone, in lists and in arrays, and as CloudWatch holds them
 *       for EKS and Azure Monitor for AKS: as a text within a record of its own, which the JSON
 *       library unwraps ({@code embedded});
 *   <li>those of Google Cloud's audit log, which tell the same in other words: {@link
 *       io.eyrie.k8saudit.CloudAuditLog} translates, and fields that are plain paths have a second
 *       path.
 * </ul>
 */
@NullMarked
package io.eyrie.k8saudit;

import org.jspecify.annotations.NullMarked;
