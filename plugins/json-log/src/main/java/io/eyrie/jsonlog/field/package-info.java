// SPDX-License-Identifier: Apache-2.0

/**
 * Fields of JSON sources as data: a name, one sentence, and how the value is got from the record.
 *
 * <pre>{@code
 * JsonField.text("ct.name", "Name of the API call.", "/eventName")
 * JsonField.text("ct.user.accountid", "Account.", "/userIdentity/accountId", "/recipientAccountId")
 * JsonField.texts("ka.user.groups", "Groups.", "/user/groups/*")
 * JsonField.json("ct.request", "All parameters.", "/requestParameters")
 * JsonField.computed(Field.of("ct.user", STRING, "Who."), CloudTrailUser::user, "/userIdentity/type", ...)
 * }</pre>
 *
 * <p>{@link io.eyrie.jsonlog.field.FieldTable} turns what the rules demand into a {@link
 * io.eyrie.jsonlog.field.FieldExtraction} with one projector for all of it.
 */
@NullMarked
package io.eyrie.jsonlog.field;

import org.jspecify.annotations.NullMarked;
