// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    @TempDir
    private Path directory;

    /** The records as "number raw". */
    private List<String> read(byte[] content) throws Exception {
        List<String> records = new ArrayList<>();
        new InputFile(Files.write(directory.resolve("usage.log"), content))
                .read((raw, number) -> records.add(number + " " + new String(raw, ISO_8859_1)));
        return records;
    }

    private List<String> read(String content) throws Exception {
        return read(content.getBytes(UTF_8));
    }

    @Test
    void aLineIsARecordAndABlankOneIsNone() throws Exception {
        assertThat(read("\n{\"a\":1}\n \t\n{\"a\":2}")).containsExactly("2 {\"a\":1}", "4 {\"a\":2}");
    }

    @Test
    void theElementsOfAnArrayAreRecords() throws Exception {
        assertThat(read("\n [ {\"a\":\"],\\\"[\"} ,\n{\"b\":[1,{}]},3]\n"))
                .containsExactly("1 {\"a\":\"],\\\"[\"} ", "2 {\"b\":[1,{}]}", "3 3");
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void aLongLineOfSeveralValuesIsEachOfThem() throws Exception {
        String value = "{\"a\":[\"}{\\\"]\"],\"pad\":\"" + "x".repeat(100_000) + "\"}";
        List<String> records = read(value.repeat(200) + "\n" + value);

        assertThat(records).hasSizeGreaterThan(190).contains("1 " + value);
        assertThat(records).allMatch(record -> record.length() < 3 * LineBuffer.LONG);
        assertThat(records.get(records.size() - 1)).isEqualTo("2 " + value);
        assertThat(records.stream().map(record -> record.substring(2)).collect(Collectors.joining()))
                .isEqualTo(value.repeat(201));
    }

    @Test
    void aLongLineOfOneValueIsOneRecordAndATooLongOneIsCut() throws Exception {
        String value = "{\"pad\":\"" + "x".repeat(1_000_000) + "\"}";
        assertThat(read(value + " \r\n{}\n")).containsExactly("1 " + value + " \r", "2 {}");

        String endless = "{}{\"pad\":\"" + "x".repeat(InputFile.MOST_BYTES + 100_000) + "\"}\n{}";
        assertThat(read(endless)).extracting(String::length).containsExactly(4, 2 + InputFile.MOST_BYTES, 4);
    }

    @Test
    void aLongLineThatIsNoJsonIsARecord() throws Exception {
        String line = "}]\"" + "x".repeat(600_000);
        assertThat(read(line)).containsExactly("1 " + line);
    }

    @Test
    void aByteOrderMarkIsNoPartOfARecord() throws Exception {
        assertThat(read("\uFEFF[{\"a\":1},{\"a\":2}]")).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
        assertThat(read("\uFEFF{\"a\":1}\n")).containsExactly("1 {\"a\":1}");
    }

    @Test
    void everyArrayOfAFileIsReadAndWhatFollowsThem() throws Exception {
        assertThat(read("[{\"a\":1},{\"a\":2}]\n[{\"a\":3}]\n{\"a\":4}\n"))
                .containsExactly("1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}", "4 {\"a\":4}");
    }

    @Test
    void anElementThatIsNoJsonIsARecordAsALineIsAndTheOthersAreReadToo() throws Exception {
        byte[] content = "[{\"a\":NaN},{\"a\":?},{\"a\":\"X\"},{\"a\":4]]".getBytes(UTF_8);
        content[new String(content, UTF_8).indexOf('X')] = (byte) 0xff;

        assertThat(read(content))
                .containsExactly("1 {\"a\":NaN}", "2 {\"a\":?}", "3 {\"a\":\"\u00ff\"}", "4 {\"a\":4]");
        assertThat(read("[{\"a\":1}},{\"a\":2}]")).containsExactly("1 {\"a\":1}}", "2 {\"a\":2}");
        assertThat(read("[" + "[".repeat(5_000) + "]".repeat(5_000) + ",1]")).hasSize(2);
    }

    @Test
    void whatStopsInTheMiddleIsTold() {
        assertThatThrownBy(() -> read("[{\"a\":1},{\"a\""))
                .isInstanceOf(BacktestFailedException.class)
                .hasMessageContaining("usage.log")
                .hasMessageContaining("array");
    }

    @Test
    void zippedDataThatStopsInTheMiddleIsTold() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"a\":1}\n".getBytes(UTF_8));
        }
        byte[] whole = zipped.toByteArray();

        assertThat(read(whole)).containsExactly("1 {\"a\":1}");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 9)))
                .isInstanceOf(BacktestFailedException.class)
                .hasMessageContaining("usage.log")
                .hasMessageContaining("gzip");
    }
}
