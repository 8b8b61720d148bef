// The table of the README: calls and tokens of every task, ours and the bridge's.
const count = (n) => n.toLocaleString("en-US");
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

export function table(all, shown) {
  const results = all.filter(({ task }) => !task.tags);
  const advanced = all.filter(({ task }) => task.tags);
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const bold = (cells) => cells.map((cell) => (cell ? `**${cell}**` : cell));
  const numbers = (ours, bridge) => [
    ours.calls,
    bridge.calls,
    count(ours.tokens),
    count(bridge.tokens),
    (ours.tokens / bridge.tokens).toFixed(2),
  ];
  const total = (side) => ({
    calls: sum(results.map((it) => it[side].calls)),
    tokens: sum(results.map((it) => it[side].tokens)),
  });
  const [ours, bridge] = [total("ours"), total("bridge")];
  const withTools = (side, exchanged) => exchanged.tokens + results.length * shown[side].tokens;
  const totals = {
    oursExchanged: ours.tokens,
    bridgeExchanged: bridge.tokens,
    ours: withTools("ours", ours),
    bridge: withTools("bridge", bridge),
  };
  const line = ({ task, ours, bridge }) => row([`\`${task.id}\`${task.planned ? " (planned)" : ""}`, ...numbers(ours, bridge)]);
  const markdown = [
    row(["task", "calls", "bridge", "tokens", "bridge", "ratio"]),
    row(["---", "--:", "--:", "--:", "--:", "--:"]),
    ...results.map(line),
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
    "With the tools that a connector has only if its operator names their tag, `advanced`:",
    "",
    row(["task", "calls", "bridge", "tokens", "bridge", "ratio"]),
    row(["---", "--:", "--:", "--:", "--:", "--:"]),
    ...advanced.map(line),
    "",
  ].join("\n");
  return { markdown, totals };
}
