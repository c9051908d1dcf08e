/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.ipc.internal.lock;

import org.jspecify.annotations.NullMarked;
