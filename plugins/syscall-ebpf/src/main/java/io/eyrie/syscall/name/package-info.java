// SPDX-License-Identifier: Apache-2.0
/**
 * Names of hosts that rules compare addresses with.
 *
 * <p>A rule says {@code fd.sip.name = db.example.org}. The addresses of that name are looked up
 * when the rules are loaded, and again from time to time, by a thread aside; an event then only
 * looks whether its address is among them. No address is ever asked for its name.
 *
 * <pre>{@code
 * HostNames names = new HostNames(HostLookup.SYSTEM, Duration.ofMinutes(1), metrics);
 * names.want(demand.hostNames());
 * names.addresses().read(address, 4, value);
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.name;

import org.jspecify.annotations.NullMarked;
