// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.replay.BacktestProgress;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.AlertView;
import dev.stillwatch.deploy.console.Meter;
import dev.stillwatch.deploy.console.Terminal;
import java.util.concurrent.atomic.AtomicLong;

/** Shows a backtest's progress, and its alerts as they come when wanted. */
final class RunProgress implements BacktestProgress {
    private final Terminal terminal;
    private final Meter meter;
    private final AlertLine line;
    private final boolean alerts;
    private final AtomicLong read = new AtomicLong();

    RunProgress(Terminal terminal, boolean alerts) {
        this.terminal = terminal;
        this.meter = new Meter(terminal);
        this.line = new AlertLine(terminal);
        this.alerts = alerts;
    }

    @Override
    public void read(long records) {
        read.set(records);
        meter.at("reading", records, 0);
    }

    @Override
    public void judged(long exchanges) {
        meter.at("judging", exchanges, read.get());
    }

    @Override
    public synchronized void alert(String json) {
        AlertView.parse(json).ifPresent(alert -> {
            meter.clear();
            terminal.out().println(line.of(alert));
        });
    }

    @Override
    public boolean hearsAlerts() {
        return alerts;
    }

    void clear() {
        meter.clear();
    }
}
