// The few sentences a page without network must say by itself, in the page's language.

const english = document.documentElement.lang === "en";
const pick = (zh, en) => (english ? en : zh);

export const WORDS = {
  saved: pick("已存在手机里", "Kept in the phone"),
  queued: pick("已存好，联网后自动上传。", "Kept. It will be sent when there is a network."),
  sending: pick("正在上传…", "Sending…"),
  sent: (no) => pick(`已上传，编号 ${no}。`, `Sent: ${no}.`),
  nothing: pick("请拍照、选类别或写一句话。", "Take a photo, choose a class or write a few words."),
  needsAfter: pick("自处置要有处理后的照片。", "Solved on the spot needs a photo of after."),
  states: {
    draft: pick("没写完", "Not finished"),
    ready: pick("等待上传", "Waiting"),
    failed: pick("没有收下，请修改", "Not taken: please mend"),
    stale: pick("案件已有变化", "The case has changed"),
    sent: pick("已上传", "Sent"),
  },
  edit: pick("修改", "Edit"),
  goOn: pick("继续写", "Go on"),
  remove: pick("删除", "Delete"),
  sure: pick("删除后不能恢复，确定删除吗？", "It cannot be brought back. Delete it?"),
  anyway: pick("按最新情况提交", "Send for the case as it is now"),
  open: pick("看案件", "Open the case"),
  unfinished: (n) => pick(`有 ${n} 件没写完，继续写`, `${n} not finished: go on`),
  report: pick("上报", "Report"),
  visit: pick("走访", "Visit"),
  noHome: pick("请从走访列表里选一户。", "Choose a household from the list of visits."),
  noDraft: pick("（还没写内容）", "(nothing written yet)"),
  changed: pick("刚才发生了：", "Since then:"),
  now: (state) => pick(`案件现在是“${state}”。`, `The case is now “${state}”.`),
  metres: (m) => (m < 1000 ? pick(`${m}米`, `${m} m`) : pick(`${(m / 1000).toFixed(1)}公里`, `${(m / 1000).toFixed(1)} km`)),
  place: pick("已定位", "Place found"),
  trouble: pick("服务器暂时没有收下，稍后会再传。", "The server did not take it; it will be sent again."),
};

/** 剩余2小时10分, as the pages say it, for pages that were kept for a while. */
export function remaining(due, now = Date.now()) {
  let left = Math.abs(due - now) / 60000;
  const over = due < now;
  const days = Math.floor(left / 1440);
  const hours = Math.floor((left % 1440) / 60);
  const minutes = Math.floor(left % 60);
  const parts = english
    ? [[days, " d"], [hours, " h"], [minutes, " min"]]
    : [[days, "天"], [hours, "小时"], [minutes, hours || days ? "分" : "分钟"]];
  const said = parts.filter(([n]) => n > 0).slice(0, 2).map(([n, unit]) => n + unit).join(english ? " " : "")
    || (english ? "0 min" : "0分钟");
  if (english) return over ? `${said} overdue` : `${said} left`;
  return over ? `超期${said}` : `剩余${said}`;
}
