'use strict';
// How a message looks: words with their marks, media, buttons, reactions. Loaded before page.js, whose helpers it uses.

const kindNames = {
  photo: '[照片]', voice: '[语音]', video: '[视频]', video_note: '[圆视频]', document: '[文件]', audio: '[音乐]', animation: '[动图]',
  sticker: '[贴纸]', location: '[位置]', venue: '[地点]', contact: '[名片]', dice: '[骰子]', poll: '[投票]',
};

function draw(pane, message) {
  if (message.deleted) return el('div', { class: 'service gone', id: `m${pane.chat}-${message.id}` }, el('span', {}, '此消息已删除'));
  if (message.kind === 'service') return el('div', { class: 'service' }, el('span', {}, serviceText(message)));
  const mine = message.from === pane.actor;
  const pinged = message.pings.includes(pane.actor);
  const bubble = el('div', { class: `bubble${pinged ? ' pinged' : ''}${pane.replyTo?.id === message.id ? ' chosen' : ''}`,
    onclick: () => { if (!String(getSelection())) pane.quote(message); } },
  pane.kind === 'group' ? heading(pane, message, mine) : null,
  message.body.forward_origin ? el('div', { class: 'forward' }, `转发自 ${originName(message.body.forward_origin)}`) : null,
  replyLine(pane, message),
  media(message),
  message.text ? el('div', { class: 'words' }, ...marked(pane, message)) : null,
  message.reactions.length ? el('div', { class: 'reactions' }, countReactions(message)) : null,
  el('div', { class: 'meta' },
    message.edited ? el('span', { class: 'edited', title: `此前：\n${message.edits.join('\n———\n')}` }, '已编辑') : null,
    message.silent ? '无声 ' : null, pinged && !mine ? '提到你 ' : null, timeText.format(message.at_ms)),
  el('div', { class: 'acts' },
    el('button', { title: '点赞或取消', onclick: (event) => { event.stopPropagation(); toggleReaction(pane, message); } }, '赞'),
    mine && message.kind !== 'location' ? el('button', { onclick: (event) => { event.stopPropagation(); pane.quote(message, true); } }, '修改') : null));
  const stack = el('div', { class: 'stack' }, bubble, inlineButtons(pane, message));
  return el('div', { class: `row${mine ? ' mine' : ''}`, id: `m${pane.chat}-${message.id}` }, stack);
}

function heading(pane, message, mine) {
  const topic = world.groups.get(pane.chat)?.topics.find((one) => one.thread === message.thread);
  const chip = topic && !pane.thread ? el('span', { class: 'topic' }, topic.name) : null;
  const name = mine ? null : el('span', { class: 'name', style: `color:${colours[Math.abs(message.from) % colours.length]}` }, nameOf(message.from));
  return chip || name ? el('div', { class: 'heading' }, name, chip) : null;
}

function originName(origin) {
  return origin.sender_user ? origin.sender_user.first_name : origin.sender_user_name ?? '别处';
}

function replyLine(pane, message) {
  if (!message.reply_to) return null;
  const answered = (world.chats[pane.chat] ?? []).find((one) => one.id === message.reply_to);
  if (!answered) return null;
  return el('div', { class: 'reply' }, `${nameOf(answered.from)}：${answered.text.split('\n')[0] || kindNames[answered.kind] || ''}`);
}

function media(message) {
  const value = message.body[message.kind];
  switch (message.kind) {
    case 'text': return null;
    case 'photo': return el('img', { class: 'photo', src: `/control/file/${encodeURIComponent(message.file_id)}`, alt: '照片' });
    case 'voice': case 'audio': return voice(value?.duration ?? 0);
    case 'location': case 'venue': {
      const place = message.body.location ?? value;
      return el('div', {}, el('div', { class: 'map' }), value?.title ? `${value.title} ${value.address}` : `${place.latitude}, ${place.longitude}`);
    }
    case 'sticker': return el('div', { style: 'font-size:46px;line-height:1.2' }, value?.emoji ?? '表情');
    case 'dice': return `${value.emoji} ${value.value}`;
    case 'contact': return thing('名', value.first_name, value.phone_number);
    case 'poll': return thing('票', value.question, value.options.map((option) => option.text).join(' / '));
    case 'document': return thing('文', value?.file_name ?? '文件', `${value?.file_size ?? 0} 字节`);
    case 'video': case 'video_note': case 'animation': return thing('视', kindNames[message.kind], `${value?.duration ?? 0} 秒`);
    default: return thing('？', message.kind, '');
  }
}

function thing(sign, title, below) {
  return el('div', { class: 'thing' }, el('b', {}, sign), el('div', {}, title, el('small', {}, below)));
}

function voice(seconds) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 132 22');
  for (let bar = 0; bar < 33; bar += 1) {
    const height = 4 + Math.abs(Math.sin(bar * 1.7) * 9 + Math.sin(bar * 0.6) * 7);
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries({ x: bar * 4, y: 11 - height / 2, width: 2.4, height, rx: 1.2, fill: '#7fb0d6' })) rect.setAttribute(name, value);
    svg.append(rect);
  }
  return el('div', { class: 'voice' }, el('b', {}, '▶'), svg, `${seconds}″`);
}

/** The text with its marks; offsets count UTF-16 units, as JavaScript does. */
function marked(pane, message) {
  // A phone shows the command alone, without what the link brought.
  if (/^\/start \S+$/.test(message.text)) return ['/start'];
  const text = message.text;
  const cuts = new Set([0, text.length]);
  for (const entity of message.entities) { cuts.add(entity.offset); cuts.add(entity.offset + entity.length); }
  const points = [...cuts].filter((point) => point <= text.length).sort((a, b) => a - b);
  return points.slice(0, -1).map((from, index) => {
    const to = points[index + 1];
    const over = message.entities.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to);
    return over.reduceRight((inner, entity) => wrap(pane, entity, inner, text), text.slice(from, to));
  });
}

function wrap(pane, entity, inner, text) {
  const whole = text.slice(entity.offset, entity.offset + entity.length);
  switch (entity.type) {
    case 'bold': return el('b', {}, inner);
    case 'italic': return el('i', {}, inner);
    case 'underline': return el('u', {}, inner);
    case 'strikethrough': return el('s', {}, inner);
    case 'code': return el('code', {}, inner);
    case 'pre': return el('pre', {}, inner);
    case 'spoiler': return el('span', { class: 'spoiler' }, inner);
    case 'blockquote': case 'expandable_blockquote': return el('blockquote', {}, inner);
    case 'text_mention': return ping(pane, entity.user.id, inner);
    case 'mention': {
      const person = [...world.people.values()].find((one) => one.username && `@${one.username}`.toLowerCase() === whole.toLowerCase());
      return person ? ping(pane, person.id, inner) : inner;
    }
    case 'bot_command': return el('a', { href: '#', onclick: (event) => { event.preventDefault(); event.stopPropagation(); pane.say(whole); } }, inner);
    case 'url': return link(pane, whole, inner);
    case 'text_link': return link(pane, entity.url, inner);
    default: return inner;
  }
}

/** A mention; in a group a click makes the one who is meant act. */
function ping(pane, person, inner) {
  const me = person === pane.actor;
  const become = (event) => { event.stopPropagation(); pane.actAs(person); };
  const other = pane.kind === 'group' && !me && world.groups.get(pane.chat)?.members.includes(person);
  return el('span', other ? { class: 'ping other', title: `换成${nameOf(person)}`, onclick: become } : { class: `ping${me ? ' me' : ''}` }, inner);
}

/** A link; one that opens the bot with a payload is played here, as the client would. */
function link(pane, address, inner) {
  const start = address.match(/^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)[?&]start=([\w-]+)$/);
  if (start && world.bot && start[1].toLowerCase() === world.bot.username.toLowerCase()) {
    const open = async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const order = { act: 'text', from: pane.actor, chat: pane.actor, text: `/start ${start[2]}`, reply_to: null, thread: null };
      if (await pane.try(order) && pane.kind === 'group') panes.cadre.open(pane.actor);
    };
    return el('a', { href: address, onclick: open }, inner);
  }
  const safe = /^(https?|tg):\/\//.test(address);
  return safe ? el('a', { href: address, target: '_blank', rel: 'noreferrer', onclick: (event) => event.stopPropagation() }, inner) : inner;
}

function inlineButtons(pane, message) {
  if (!message.buttons.length) return null;
  return el('div', { class: 'buttons' }, message.buttons.map((row) => el('div', {}, row.map(([label, data]) => {
    if (/^(https?|tg):\/\//.test(data)) return link(pane, data, label);
    const button = el('button', {}, label);
    button.addEventListener('click', () => pane.press(message, label, button));
    return button;
  }))));
}

function countReactions(message) {
  const counts = new Map();
  for (const [who, emoji] of message.reactions) counts.set(emoji, [...(counts.get(emoji) ?? []), nameOf(who)]);
  return [...counts].map(([emoji, names]) => el('span', { title: names.join('、') }, names.length > 1 ? `${emoji} ${names.length}` : emoji));
}

function toggleReaction(pane, message) {
  const set = message.reactions.some(([who]) => who === pane.actor);
  return pane.try({ act: 'react', from: pane.actor, chat: pane.chat, message_id: message.id, emoji: set ? null : '👍' });
}

function serviceText(message) {
  const body = message.body;
  const who = nameOf(message.from);
  if (body.new_chat_members) return `${body.new_chat_members.map((user) => nameOf(user.id)).join('、')} 进群了`;
  if (body.left_chat_member) return `${nameOf(body.left_chat_member.id)} 退群了`;
  if (body.forum_topic_created) return `${who} 新开话题「${body.forum_topic_created.name}」`;
  if (body.forum_topic_edited) return `话题改名为「${body.forum_topic_edited.name ?? ''}」`;
  if (body.forum_topic_closed) return `${who} 关闭了话题`;
  if (body.forum_topic_reopened) return `${who} 重新打开了话题`;
  if (body.migrate_to_chat_id || body.migrate_from_chat_id) return '本群已升级为超级群';
  return Object.keys(body).join(' ');
}
