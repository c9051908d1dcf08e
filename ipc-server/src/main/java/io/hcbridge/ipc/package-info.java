/* SPDX-License-Identifier: Apache-2.0 */
/** What commands and groups share: {@link io.hcbridge.ipc.Peer}, a client's process. Depends only on the JDK. */
@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
