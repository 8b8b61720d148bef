// The table of the README: calls and tokens of every task, ours and the bridge's.
const count = (n) => n.toLocaleString("en-US");
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

export function table(results, shown) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const bold = (cells) => cells.map((cell) => (cell ? `**${cell}**` : cell));
  const numbers = (ours, bridge) => [
    ours.calls,
    bridge.calls,
    count(ours.tokens),
    count(bridge.tokens),
    (ours.tokens / bridge.tokens).toFixed(2),
  ];
  const all = (side) => ({
    calls: sum(results.map((it) => it[side].calls)),
    tokens: sum(results.map((it) => it[side].tokens)),
  });
  const [ours, bridge] = [all("ours"), all("bridge")];
  const withTools = (side, exchanged) => exchanged.tokens + results.length * shown[side].tokens;
  const totals = {
    oursExchanged: ours.tokens,
    bridgeExchanged: bridge.tokens,
    ours: withTools("ours", ours),
    bridge: withTools("bridge", bridge),
  };
  const markdown = [
    row(["task", "calls", "bridge", "tokens", "bridge", "ratio"]),
    row(["---", "--:", "--:", "--:", "--:", "--:"]),
    ...results.map(({ task, ours, bridge }) => row([`\`${task.id}\`${task.planned ? " (planned)" : ""}`, ...numbers(ours, bridge)])),
    row(bold(["all", ...numbers(ours, bridge)])),
    row([
      "with the definitions of tools, once a task",
      "",
      "",
      count(totals.ours),
      count(totals.bridge),
      (totals.ours / totals.bridge).toFixed(2),
    ]),
    "",
    `Definitions of tools: ${count(shown.ours.tokens)} tokens, ${count(shown.bridge.tokens)} over the bridge.`,
    "",
  ].join("\n");
  return { markdown, totals };
}
