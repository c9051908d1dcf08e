/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.ipc.group;

import org.jspecify.annotations.NullMarked;
