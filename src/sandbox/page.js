'use strict';
// The page of the make-believe Telegram. It knows chats, people and messages, and speaks to /control only.

const $ = (selector, root = document) => root.querySelector(selector);

/** Makes an element: attributes, `on…` listeners and children (texts stay texts). */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

async function act(order) {
  const answer = await fetch('/control/act', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order),
  });
  const body = await answer.json().catch(() => ({ ok: false, error: '服务没有听懂' }));
  if (!body.ok) throw new Error(body.error);
  return body.result;
}

const zone = 'Asia/Shanghai';
const dayText = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, month: 'long', day: 'numeric', weekday: 'short' });
const timeText = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false });
const fullText = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone, year: 'numeric', month: 'long', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false,
});
const colours = ['#c0563b', '#3f7fb5', '#3d8f5f', '#8a5bb0', '#b57a17', '#2b8c92', '#b5487f'];

const world = { revision: null, nowMs: 0, frozen: false, takenAt: 0, people: new Map(), groups: new Map(), chats: {}, bot: null, opening: null };
/** How far each chat has been read, and when news came there last. */
const read = new Map();
const news = new Map();

function nameOf(id) {
  if (world.bot && id === world.bot.id) return '机器人';
  const person = world.people.get(id);
  return person ? (person.last_name ? `${person.first_name} ${person.last_name}` : person.first_name) : `用户 ${id}`;
}

/** Who has a line about them, or sits in a group, is staff; everybody else is a resident. */
function isStaff(person) {
  return Boolean(person.about) || [...world.groups.values()].some((group) => group.members.includes(person.id));
}

function nameAndPost(id) {
  const about = world.people.get(id)?.about;
  return about ? `${nameOf(id)}　${about}` : nameOf(id);
}

/** One conversation on the page: a resident's phone, a group, or a cadre's private chat. */
class Pane {
  constructor(kind, title) {
    this.kind = kind;
    this.chat = null;
    this.actor = null;
    this.thread = '';
    this.replyTo = null;
    this.editing = null;
    this.drawn = '';
    this.root = document.getElementById(kind);
    this.root.append($('#pane').content.cloneNode(true));
    $('.title', this.root).textContent = title;
    this.feed = $('.feed', this.root);
    this.atEnd = true;
    this.lastDrawn = 0;
    this.pressedAt = -Infinity;
    this.below = $('.below', this.root);
    this.below.addEventListener('click', () => this.toEnd());
    this.feed.addEventListener('scroll', () => {
      this.atEnd = this.feed.scrollHeight - this.feed.scrollTop - this.feed.clientHeight < 60;
      if (this.atEnd) this.below.hidden = true;
    });
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.feed);
    this.input = $('textarea', this.root);
    $('.who', this.root).addEventListener('change', (event) => this.open(Number(event.target.value)));
    $('.go', this.root).addEventListener('click', () => this.submit());
    $('.quote button', this.root).addEventListener('click', () => this.quote(null));
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.input.addEventListener('input', () => this.fit());
    for (const button of this.root.querySelectorAll('[data-send]')) {
      button.addEventListener('click', () => this.attach(button.dataset.send));
    }
    this.extras();
  }

  extras() {
    const extra = $('.extra', this.root);
    if (this.kind === 'resident') {
      extra.append(
        el('button', { title: '再来一位居民', onclick: () => this.newResident() }, '＋新居民'),
        el('button', { class: 'block', title: '这位居民停用机器人，或恢复', onclick: () => this.toggleBlock() }, '停用'),
      );
    }
    if (this.kind === 'group') {
      this.topics = el('select', { title: '话题', onchange: () => { this.thread = this.topics.value; this.draw(true); } });
      this.actors = el('select', { title: '以谁的身份在群里说话、点按钮', onchange: () => this.actAs(Number(this.actors.value)) });
      extra.append(this.topics, '我是', this.actors);
    }
  }

  options() {
    if (this.kind === 'group') return [...world.groups.values()].reverse().map((group) => ({ id: group.id, name: group.title, short: group.title, last: group.last_id }));
    const people = [...world.people.values()].filter((person) => isStaff(person) === (this.kind === 'cadre'));
    return people.map((person) => ({ id: person.id, name: nameAndPost(person.id), short: nameOf(person.id), last: person.last_id }));
  }

  open(chat) {
    if (chat === this.chat) return;
    this.chat = chat;
    this.thread = '';
    this.quote(null);
    this.actor = this.kind === 'group' ? null : chat;
    this.drawn = '';
    this.atEnd = true;
    this.lastDrawn = 0;
    this.below.hidden = true;
    $('.toast', this.root).hidden = true;
    watcher.restart();
  }

  actAs(person) {
    this.actor = person;
    this.draw(true);
    if (world.people.has(person)) panes.cadre.open(person);
    fill(this.actors, this.memberOptions(), person);
  }

  /** Brings the pane up to date with the world. */
  refresh() {
    const options = this.options();
    if (!options.some((option) => option.id === this.chat) && options.length) {
      const wished = [wishes[this.kind], world.opening?.[this.kind]].find((id) => options.some((option) => option.id === id));
      this.open(wished ?? options[0].id);
      return;
    }
    const here = options.find((option) => option.id === this.chat);
    if (here && world.chats[this.chat]) read.set(this.chat, here.last);
    for (const option of options) if (!read.has(option.id)) read.set(option.id, 0);
    fill($('.who', this.root), options.map((option) => [option.id, option.name]), this.chat);
    this.drawNews(options);
    if (this.kind === 'group') this.refreshGroup();
    if (this.kind === 'resident') {
      const blocked = world.people.get(this.chat)?.blocked;
      $('.block', this.root).textContent = blocked ? '恢复' : '停用';
    }
    this.draw(false);
  }

  /** The other chats in which something new stands, the latest first. */
  drawNews(options) {
    const waiting = options.filter((option) => option.id !== this.chat && option.last > read.get(option.id));
    for (const option of waiting) if (news.get(option.id)?.last !== option.last) news.set(option.id, { last: option.last, at: performance.now() });
    waiting.sort((a, b) => news.get(b.id).at - news.get(a.id).at);
    const chips = waiting.map((option) =>
      el('button', { title: option.name, onclick: () => this.open(option.id) }, option.short, el('b', {}, String(option.last - read.get(option.id)))));
    const row = $('.chips', this.root);
    const key = waiting.map((option) => `${option.id}:${option.last}`).join();
    if (row.dataset.key === key) return;
    row.dataset.key = key;
    row.replaceChildren(el('span', {}, chips.length ? '有新消息' : '别处没有新消息'), ...chips);
  }

  memberOptions() {
    return (world.groups.get(this.chat)?.members ?? []).map((id) => [id, nameAndPost(id)]);
  }

  /** Who acts in a group just opened: whom the page was opened with, or the last one pinged there. */
  firstActor(group) {
    const pinged = (world.chats[group.id] ?? []).flatMap((message) => message.pings).reverse();
    const wished = group.id === (wishes.group ?? world.opening?.group) ? [wishes.cadre, world.opening?.cadre] : [];
    return [...pinged, ...wished, ...group.members].find((id) => group.members.includes(id)) ?? null;
  }

  refreshGroup() {
    const group = world.groups.get(this.chat);
    if (!group) return;
    if (!group.members.includes(this.actor) && world.chats[this.chat]) {
      this.actor = this.firstActor(group);
      if (world.people.has(this.actor)) panes.cadre.open(this.actor);
    }
    fill(this.actors, this.memberOptions(), this.actor);
    this.topics.hidden = group.topics.length === 0;
    const topics = group.topics.map((topic) => [topic.thread, topic.closed ? `${topic.name}（已关）` : topic.name]);
    fill(this.topics, [['', '全部话题'], ...topics], this.thread);
  }

  messages() {
    const all = world.chats[this.chat] ?? [];
    return this.thread ? all.filter((message) => String(message.thread) === String(this.thread)) : all;
  }

  draw(force) {
    const messages = this.messages();
    const key = JSON.stringify([this.chat, this.actor, this.thread, this.replyTo?.id, messages]);
    if (!force && key === this.drawn) return;
    this.drawn = key;
    const rows = [];
    let day = '';
    for (const message of messages) {
      const today = dayText.format(message.at_ms);
      if (today !== day) { day = today; rows.push(el('div', { class: 'day' }, el('span', {}, today))); }
      rows.push(draw(this, message));
    }
    if (!messages.length) rows.push(this.emptyNote());
    // Who pressed a button waits for what comes of it; who reads further up is only told.
    const last = messages[messages.length - 1]?.id ?? 0;
    const fresh = last > this.lastDrawn;
    const follow = this.atEnd || (fresh && performance.now() - this.pressedAt < 5000);
    this.lastDrawn = last;
    this.feed.replaceChildren(...rows);
    this.drawKeyboard();
    this.drawPinned(messages);
    if (follow) this.toEnd();
    else if (fresh) this.below.hidden = false;
  }

  toEnd() {
    this.atEnd = true;
    this.below.hidden = true;
    this.feed.scrollTop = this.feed.scrollHeight;
  }

  /** Messages to try, as proposals for the box. */
  drawTries(tries) {
    const row = $('.tries', this.root);
    row.hidden = tries.length === 0;
    row.replaceChildren(el('span', {}, '试写'), ...tries.map(([label, text]) =>
      el('button', { title: text, onclick: () => { this.input.value = text; this.fit(); this.input.focus(); } }, label)));
  }

  emptyNote() {
    const person = this.kind === 'group' ? null : world.people.get(this.chat);
    if (!person) return el('div', { class: 'empty' }, '这里还没有消息');
    const start = person.started ? null : el('button', { onclick: () => this.say('/start') }, '开始');
    const hint = this.kind === 'resident' ? '直接写一件事就可以，也可以先点“试写”里的例子。' : '';
    return el('div', { class: 'empty' }, `${nameOf(this.chat)}与机器人的私聊，还没有消息。${hint}`, start);
  }

  drawPinned(messages) {
    const bar = $('.pinned', this.root);
    const pinned = messages.filter((message) => message.pinned && !message.deleted).pop();
    bar.hidden = !pinned;
    if (pinned) {
      bar.textContent = `置顶：${pinned.text || kindNames[pinned.kind] || ''}`;
      bar.onclick = () => document.getElementById(`m${this.chat}-${pinned.id}`)?.scrollIntoView({ block: 'center' });
    }
  }

  /** The permanent keyboard: the last one the bot brought and did not take away. */
  drawKeyboard() {
    const all = (world.chats[this.chat] ?? []).filter((message) => message.from_bot && !message.deleted);
    const last = all.filter((message) => message.reply_keyboard || message.removes_keyboard).pop();
    const rows = last?.reply_keyboard ?? [];
    const keyboard = $('.keyboard', this.root);
    keyboard.hidden = rows.length === 0;
    keyboard.replaceChildren(...rows.map((row) =>
      el('div', {}, row.map((label) => el('button', { onclick: () => this.say(label) }, label)))));
    const asking = all[all.length - 1];
    if (asking?.force_reply && this.askedBy !== asking.id) { this.askedBy = asking.id; this.quote(asking); }
  }

  quote(message, editing = false) {
    this.replyTo = editing ? null : message;
    this.editing = editing ? message : null;
    const bar = $('.quote', this.root);
    bar.hidden = !message;
    if (message) {
      $('span', bar).textContent = `${editing ? '修改' : '回复'} ${nameOf(message.from)}：${message.text || kindNames[message.kind] || ''}`;
      if (editing) this.input.value = message.text;
      this.input.focus();
    }
    this.fit();
    for (const bubble of this.feed.querySelectorAll('.chosen')) bubble.classList.remove('chosen');
    if (message) document.getElementById(`m${this.chat}-${message.id}`)?.querySelector('.bubble')?.classList.add('chosen');
  }

  fit() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 110)}px`;
  }

  where() {
    return { from: this.actor, chat: this.chat, reply_to: this.replyTo?.id ?? null, thread: this.thread ? Number(this.thread) : null };
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const edited = this.editing;
    const order = edited
      ? { act: 'edit', from: this.actor, chat: this.chat, message_id: edited.id, text }
      : { act: 'text', ...this.where(), text };
    if (await this.try(order)) { this.input.value = ''; this.quote(null); this.toEnd(); }
  }

  say(text) {
    return this.try({ act: 'text', from: this.actor, chat: this.chat, text, reply_to: null, thread: this.thread ? Number(this.thread) : null });
  }

  async attach(kind) {
    const caption = this.input.value.trim() || null;
    const orders = {
      photo: { act: 'send', kind, caption },
      voice: { act: 'send', kind },
      location: { act: 'send', kind, latitude: 30.2084, longitude: 104.0913 },
      document: { act: 'send', kind, file_name: '情况说明.pdf', caption },
      album: { act: 'album', captions: [caption, null, null] },
    };
    const taken = kind !== 'voice' && kind !== 'location' && caption;
    const where = kind === 'album' ? { from: this.actor, chat: this.chat } : this.where();
    if (await this.try({ ...orders[kind], ...where }) && taken) this.input.value = '';
    this.quote(null);
  }

  async press(message, label, button) {
    button.classList.add('busy');
    this.pressedAt = performance.now();
    try {
      const { press } = await act({ act: 'press', from: this.actor, chat: this.chat, message_id: message.id, label });
      const { answer } = await (await fetch(`/control/press/${press}?wait=15`)).json();
      if (answer?.alert) alertBox(answer.text ?? '');
      else if (answer?.text) this.toast(answer.text);
      else if (!answer) this.toast('机器人还没有回应这个按钮', true);
    } catch (error) {
      this.toast(error.message, true);
    } finally {
      button.classList.remove('busy');
    }
  }

  async try(order) {
    const writes = ['text', 'send', 'album'].includes(order.act) && order.chat === order.from;
    if (writes && world.people.get(order.from)?.blocked) {
      this.toast(`${nameOf(order.from)}停用了机器人，点“恢复”后再发`, true);
      return false;
    }
    try {
      await act(order);
      this.toEnd();
      return true;
    } catch (error) {
      this.toast(error.message, true);
      return false;
    }
  }

  toast(text, bad = false) {
    const box = $('.toast', this.root);
    box.textContent = text;
    box.classList.toggle('bad', bad);
    box.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { box.hidden = true; }, 4500);
  }

  async newResident() {
    const names = ['秦大山', '黎明远', '常有田', '柳春桃', '万石头', '孟小禾', '谷雨生', '叶青青', '石磊', '桑榆'];
    const id = Math.max(1000, ...[...world.people.keys()]) + 1;
    const taken = new Set([...world.people.values()].map((person) => person.first_name));
    const name = names.find((one) => !taken.has(one)) ?? `${names[id % names.length]}（${id}）`;
    await this.try({ act: 'person', id, first_name: name, language_code: 'zh-hans' });
    this.open(id);
  }

  toggleBlock() {
    const blocked = world.people.get(this.chat)?.blocked ?? false;
    return this.try({ act: 'block', person: this.chat, blocked: !blocked });
  }
}

/** Fills a select without closing it under the user's hand. */
function fill(select, options, chosen) {
  const key = JSON.stringify([options, chosen]);
  if (select.dataset.key === key) return;
  select.dataset.key = key;
  select.replaceChildren(...options.map(([value, name]) => el('option', { value }, name)));
  select.value = String(chosen ?? '');
}

function alertBox(text) {
  $('#alert p').textContent = text;
  $('#alert').showModal();
}

function showClock() {
  const now = world.nowMs + (world.frozen ? 0 : Date.now() - world.takenAt);
  $('#now').textContent = world.nowMs ? fullText.format(now) : '';
}

function take(view) {
  world.revision = view.revision;
  world.nowMs = view.now_ms;
  world.frozen = view.frozen;
  world.takenAt = Date.now();
  const link = $('#link');
  link.className = `link ${view.polls > 0 ? 'on' : ''}`;
  link.textContent = view.polls > 0 ? (view.pending_updates ? `机器人在线，待取 ${view.pending_updates} 条` : '机器人在线') : '机器人还没有来取消息';
  showClock();
  if (!view.people) return;
  world.bot = view.bot;
  world.people = new Map(view.people.map((person) => [person.id, person]));
  world.groups = new Map(view.groups.map((group) => [group.id, group]));
  world.chats = view.chats;
  if (!world.opening) {
    showOpening(view.opening);
    // What was there when the page was opened is no news.
    for (const chat of [...view.people, ...view.groups]) read.set(chat.id, chat.last_id);
  }
  for (const pane of Object.values(panes)) pane.refresh();
}

/** What the page was given to show first. */
function showOpening(opening) {
  world.opening = opening;
  panes.resident.drawTries(opening.tries);
  $('#guide').replaceChildren(...opening.guide.map((step) => el('li', {}, step)));
  $('#guide-open').hidden = opening.guide.length === 0;
  $('#guide').hidden = opening.guide.length === 0;
}

/** Asks for the view again and again; each request waits at the server for a change. */
const watcher = {
  controller: null,
  restart() { world.revision = null; this.controller?.abort(); },
  async run() {
    for (;;) {
      this.controller = new AbortController();
      const chats = Object.values(panes).map((pane) => pane.chat).filter((chat) => chat !== null).join(',');
      const since = world.revision === null ? '' : `&since=${world.revision}&wait=20`;
      try {
        const answer = await fetch(`/control/view?chats=${chats}${since}`, { signal: this.controller.signal });
        take(await answer.json());
      } catch (error) {
        if (error.name === 'AbortError') continue;
        $('#link').className = 'link off';
        $('#link').textContent = '演练场没有回应';
        await new Promise((resolve) => { setTimeout(resolve, 1500); });
      }
    }
  },
};

async function showLog() {
  const first = await (await fetch('/control/journal?since=1000000000')).json();
  const { calls } = await (await fetch(`/control/journal?since=${Math.max(0, first.length - 400)}`)).json();
  const shown = calls.filter((call) => call.method !== 'getUpdates').slice(-150).reverse();
  $('#log-rows').replaceChildren(...shown.map((call) => {
    const { chat_id: chat, ...rest } = call.params;
    const id = Number(chat);
    const where = chat === undefined ? '' : world.groups.get(id)?.title ?? nameOf(id);
    return el('tr', { class: call.ok ? '' : 'bad' }, el('td', {}, timeText.format(call.at_ms)), el('td', {}, call.method), el('td', {}, where),
      el('td', {}, call.ok ? '成' : '不成'), el('td', {}, call.error ? `${call.error} ` : '', JSON.stringify(rest)));
  }));
  $('#log').hidden = false;
}

/** What the address asks to open first: `#resident=1001&group=-1001&cadre=21`. */
const wishes = Object.fromEntries([...new URLSearchParams(location.hash.slice(1))].map(([kind, id]) => [kind, Number(id)]));
const panes = { resident: new Pane('resident', '居民'), group: new Pane('group', '群'), cadre: new Pane('cadre', '干部私聊') };
for (const button of document.querySelectorAll('[data-push]')) {
  button.addEventListener('click', () => act({ act: 'clock', ms: Number(button.dataset.push) }));
}
$('#guide-open').addEventListener('click', () => { $('#guide').hidden = !$('#guide').hidden; });
$('#log-open').addEventListener('click', showLog);
$('#log-close').addEventListener('click', () => { $('#log').hidden = true; });
setInterval(showClock, 1000);
watcher.run();
