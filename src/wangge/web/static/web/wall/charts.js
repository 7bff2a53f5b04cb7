// The two drawings of a wall: today by the hour beside a usual day, and thirty days.
import { rem, still, words } from "./words.js";

const INK = "#b4c9ce";
const BAR = "#3fa39b";
const LINE = "#ffcf6b";

const drawn = new Map();

function chartOf(box, resized) {
  if (!window.echarts || !box.clientWidth) return null;
  const before = drawn.get(box);
  const fits = before && before.getWidth() === box.clientWidth && before.getHeight() === box.clientHeight;
  if (before && fits) return resized ? null : before;
  before?.dispose();
  drawn.set(box, window.echarts.init(box, null, { renderer: "canvas" }));
  box.dataset.said = "";
  return drawn.get(box);
}

function draw(box, resized, said, option) {
  const chart = chartOf(box, resized);
  const key = JSON.stringify(said);
  if (!chart || box.dataset.said === key) return;
  box.dataset.said = key;
  const size = rem();
  const text = { color: INK, fontSize: 1.15 * size };
  chart.setOption({
    animation: !still,
    grid: { left: 3 * size, right: .6 * size, top: .8 * size, bottom: 1.9 * size },
    xAxis: { type: "category", axisTick: { show: false }, axisLine: { lineStyle: { color: "#2b5563" } }, ...option.x,
      axisLabel: { ...text, ...option.x.axisLabel } },
    yAxis: { type: "value", minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: { lineStyle: { color: "#173744" } } },
    series: option.series.map((one) => one.type === "bar"
      ? { itemStyle: { color: BAR, borderRadius: [.2 * size, .2 * size, 0, 0] }, barCategoryGap: "25%", ...one }
      : { symbol: "none", lineStyle: { color: LINE, width: .22 * size }, itemStyle: { color: LINE }, ...one }),
  });
}

export function showHours(box, { hours }, resized) {
  const names = hours.today.map((_, hour) => `${hour}${words.hour}`);
  draw(box, resized, hours, {
    x: { data: names, axisLabel: { interval: 5, showMinLabel: true } },
    series: [
      { name: words.today, type: "bar", data: hours.today },
      { name: words.usual, type: "line", data: hours.usual, smooth: true, lineStyle: { color: LINE, width: .22 * rem(), type: "dashed" } },
    ],
  });
}

export function showTrend(box, { trend }, resized) {
  draw(box, resized, trend, {
    x: { data: trend.days, axisLabel: { interval: 6, showMinLabel: true } },
    series: [
      { name: words.reported, type: "bar", data: trend.reported },
      { name: words.closed, type: "line", data: trend.closed },
    ],
  });
}
