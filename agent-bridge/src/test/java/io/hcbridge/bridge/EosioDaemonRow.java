/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.probe.eosio.FakeChain;
import io.hcbridge.bridge.probe.eosio.FakeChain.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * A request that was put to the EOSIO daemon in Go and is put to the bridge.
 *
 * @param name in the record of the daemon's replies
 * @param request with {@code {port}} for the chain's port
 * @param answer of the chain
 * @param ours the bridge's reply, without its line end
 * @param why the verdicts differ; empty if they do not
 */
record EosioDaemonRow(String name, String request, Answer answer, String ours, String why) {
    private static final String V1 = "v1|http://127.0.0.1:{port}|10";
    private static final String V2 = "v2|http://127.0.0.1:{port}|10";
    private static final String ATOMIC = "atomic|http://127.0.0.1:{port}|10";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final Answer WELL = time(0);
    private static final Answer NOBODY = FakeChain.silence();

    private static final String STATUS_FIRST = "an HTTP status over 299 is an answer, whatever the body";
    private static final String MISSING = "what cannot be read is failed, not down";
    private static final String OLDER = "requests of older programs are understood";

    static List<EosioDaemonRow> all() {
        return List.of(
                same("v1, head block now", V1, WELL, "up"),
                same("v1, 4 s behind", V1, time(4), "up"),
                same("v1, 8 s behind", V1, time(8), "down #head block is 8 s behind"),
                same("v1, 8 s behind, 20 blocks", "v1|http://127.0.0.1:{port}|20", time(8), "up"),
                same(
                        "v1, 8 s behind, x blocks",
                        "v1|http://127.0.0.1:{port}|x",
                        time(8),
                        "down #head block is 8 s behind"),
                same("v1, 4 s behind, x blocks", "v1|http://127.0.0.1:{port}|x", time(4), "up"),
                same("v1, 4 s behind, no number", "v1|http://127.0.0.1:{port}", time(4), "up"),
                same("v1, -10 blocks", "v1|http://127.0.0.1:{port}|-10", WELL, "down #head block is 0 s behind"),
                same("v1, 60 s ahead", V1, time(-60), "down #head block is 60 s ahead"),
                same("v1, a slash behind the URL", "v1|http://127.0.0.1:{port}/|10", WELL, "up"),
                same("v1, a host", "v1|http://127.0.0.1:{port}|10|api.example.org", WELL, "up"),
                differs("v1, HTTP 404 with JSON", V1, FakeChain.json(404, "{}"), "down #HTTP 404", STATUS_FIRST),
                differs(
                        "v1, HTTP 500 with JSON",
                        V1,
                        FakeChain.json(500, "{\"code\":500}"),
                        "down #HTTP 500",
                        STATUS_FIRST),
                differs(
                        "v1, HTTP 503 with HTML",
                        V1,
                        FakeChain.raw("HTTP/1.1 503 X\r\n\r\n<html>"),
                        "down #HTTP 503",
                        STATUS_FIRST),
                differs(
                        "v1, redirect to a closed port",
                        V1,
                        FakeChain.raw("HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
                        "down #HTTP 302",
                        "redirects are not followed"),
                same("v1, silence", V1, NOBODY, "failed fail #no answer within 4s (request GET /v1/chain/get_info)"),
                same("v1, nothing listens", "v1|http://127.0.0.1:1|10", NOBODY, "failed fail #connection refused"),
                same(
                        "v1, cut off in the headers",
                        V1,
                        FakeChain.raw("HTTP/1.1 200 OK\r\nConte"),
                        "failed fail #connection closed"),
                same(
                        "v1, cut off in the body",
                        V1,
                        FakeChain.raw(OK + "Content-Length: 100\r\n\r\n{\"head"),
                        "failed fail #connection closed"),
                same("v1, chunked", V1, chunked(), "up"),
                differs(
                        "v1, gzip",
                        V1,
                        gzip(),
                        "failed fail #HTTP 200 but a compressed body",
                        "compressed bodies are neither requested nor read"),
                differs(
                        "v1, 2 MiB",
                        V1,
                        long2(),
                        "failed fail #HTTP 200 but more than 1 MiB",
                        "bodies are read to 1 MiB"),
                same(
                        "v1, Content-Length too small",
                        V1,
                        FakeChain.raw(OK + "Content-Length: 5\r\n\r\n{\"head_block_time\":1}"),
                        "failed fail #HTTP 200 but no JSON"),
                same("v1, no JSON", V1, FakeChain.json(200, "{"), "failed fail #HTTP 200 but no JSON"),
                same(
                        "v1, a number for the time",
                        V1,
                        FakeChain.json(200, "{\"head_block_time\":5}"),
                        "failed fail #HTTP 200 but no head_block_time"),
                same(
                        "v1, a text for the time",
                        V1,
                        FakeChain.json(200, "{\"head_block_time\":\"soon\"}"),
                        "failed fail #HTTP 200 but no readable head_block_time"),
                differs(
                        "v1, no time",
                        V1,
                        FakeChain.json(200, "{}"),
                        "failed fail #HTTP 200 but no head_block_time",
                        MISSING),
                differs(
                        "v1, null for the time",
                        V1,
                        FakeChain.json(200, "{\"head_block_time\":null}"),
                        "failed fail #HTTP 200 but no head_block_time",
                        MISSING),
                same(
                        "v1, time with a zone",
                        V1,
                        chain(() -> Instant.now().toString()),
                        "failed fail #HTTP 200 but no readable head_block_time"),
                same("v2, no lag", V2, hyperion("1000", "1000"), "up"),
                same("v2, 10 blocks behind", V2, hyperion("1010", "1000"), "up"),
                same("v2, 11 blocks behind", V2, hyperion("1011", "1000"), "down #Elasticsearch is 11 blocks behind"),
                same("v2, 11 blocks ahead", V2, hyperion("1000", "1011"), "down #Elasticsearch is 11 blocks ahead"),
                same(
                        "v2, last indexed block 0",
                        V2,
                        hyperion("1000", "0"),
                        "failed fail #HTTP 200 but no last_indexed_block"),
                same(
                        "v2, text for a number",
                        V2,
                        hyperion("\"1000\"", "1000"),
                        "failed fail #HTTP 200 but no head_block_num"),
                same(
                        "v2, no services",
                        V2,
                        FakeChain.json(200, "{\"health\":[]}"),
                        "failed fail #HTTP 200 but no head_block_num"),
                differs("v2, HTTP 500 with JSON", V2, FakeChain.json(500, "{}"), "down #HTTP 500", STATUS_FIRST),
                same("atomic, well", ATOMIC, contract("OK", "OK", 0, false), "up"),
                same("atomic, time as text", ATOMIC, contract("OK", "OK", 0, true), "up"),
                same("atomic, 8 s behind", ATOMIC, contract("OK", "OK", 8, false), "down #head block is 8 s behind"),
                same("atomic, postgres ERROR", ATOMIC, contract("ERROR", "OK", 0, false), "down #postgres is 'ERROR'"),
                same("atomic, redis ERROR", ATOMIC, contract("OK", "ERROR", 0, false), "down #redis is 'ERROR'"),
                differs(
                        "atomic, no fields",
                        ATOMIC,
                        FakeChain.json(200, "{\"data\":{}}"),
                        "failed fail #HTTP 200 but no data.postgres.status",
                        MISSING),
                same("atomic, HTTP 500 with JSON", ATOMIC, FakeChain.json(500, "{}"), "down #HTTP 500"),
                differs(
                        "atomic, HTTP 502 with HTML",
                        ATOMIC,
                        FakeChain.raw("HTTP/1.1 502 X\r\nContent-Type: text/html\r\n\r\n<html>"),
                        "down #HTTP 502",
                        STATUS_FIRST),
                same("debug, up", "debug|up", NOBODY, "up"),
                same("debug, down with a reason", "debug|down #why", NOBODY, "down #why"),
                differs(
                        "debug, no blank before the reason",
                        "debug|down#why",
                        NOBODY,
                        "failed fail #unknown word 'down#why'",
                        "only what HAProxy acts upon is sent"),
                differs("debug, failed", "debug|failed", NOBODY, "failed fail", "only what HAProxy acts upon is sent"),
                differs(
                        "debug, unknown word",
                        "debug|xx",
                        NOBODY,
                        "failed fail #unknown word 'xx'",
                        "only what HAProxy acts upon is sent"),
                same("unknown api", "v9|http://127.0.0.1:{port}", NOBODY, "failed fail #unknown api 'v9'"),
                differs("0.x", "127.0.0.1:{port}:10:v1", WELL, "up", OLDER),
                differs("1.0", "http://127.0.0.1:{port}|10|v1", WELL, "up", OLDER),
                differs("1.2, deprecated there", "http://127.0.0.1:{port}|v1|10", WELL, "up", OLDER),
                differs("contract", "contract|http://127.0.0.1:{port}", contract("OK", "OK", 0, false), "up", OLDER),
                same("not listed", "v1|http://127.0.0.2:1", NOBODY, "failed fail #not allowed"));
    }

    private static EosioDaemonRow same(String name, String request, Answer answer, String ours) {
        return new EosioDaemonRow(name, request, answer, ours, "");
    }

    private static EosioDaemonRow differs(String name, String request, Answer answer, String ours, String why) {
        return new EosioDaemonRow(name, request, answer, ours, why);
    }

    private static Answer time(long secondsBehind) {
        return chain(() -> LocalDateTime.ofInstant(Instant.now().minusSeconds(secondsBehind), ZoneOffset.UTC)
                .toString());
    }

    private static Answer chain(Supplier<String> time) {
        return client -> FakeChain.json(200, info(time.get())).to(client);
    }

    private static String info(String time) {
        return "{\"head_block_num\":7,\"head_block_time\":\"" + time + "\"}";
    }

    private static String now() {
        return info(LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC).toString());
    }

    private static Answer chunked() {
        return client -> {
            String body = now();
            FakeChain.raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                            + "\r\n0\r\n\r\n")
                    .to(client);
        };
    }

    private static Answer gzip() {
        return client -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(now().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            FakeChain.raw(OK + "Content-Encoding: gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n"
                            + bytes.toString(StandardCharsets.ISO_8859_1))
                    .to(client);
        };
    }

    private static Answer long2() {
        return client -> FakeChain.json(200, now().replace("}", ",\"x\":\"" + "x".repeat(2 << 20) + "\"}"))
                .to(client);
    }

    private static Answer hyperion(String head, String indexed) {
        return FakeChain.json(
                200,
                "{\"health\":[{\"service\":\"NodeosRPC\",\"service_data\":{\"head_block_num\":" + head
                        + "}},{\"service\":\"Elasticsearch\",\"service_data\":{\"last_indexed_block\":" + indexed
                        + "}}]}");
    }

    private static Answer contract(String postgres, String redis, long secondsBehind, boolean isText) {
        return client -> {
            String millis =
                    String.valueOf(Instant.now().minusSeconds(secondsBehind).toEpochMilli());
            String time = isText ? "\"" + millis + "\"" : millis;
            FakeChain.json(
                            200,
                            "{\"success\":true,\"data\":{\"postgres\":{\"status\":\"" + postgres
                                    + "\"},\"redis\":{\"status\":\"" + redis + "\"},\"chain\":{\"head_time\":" + time
                                    + "}}}")
                    .to(client);
        };
    }
}
