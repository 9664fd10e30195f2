// A small game for everybody on the page. What matters (scores, where the lights are) is in the document and kept; where
// people are just now goes by events, thirty times a second, and is kept nowhere.
import { connect } from 'http://127.0.0.1:8080/element/client.js';

const TICK = 1000 / 30;
const SPEED = 0.34;
const LIGHTS = 6;
const REACH = 0.035;
const COLORS = ['#ff8fa3', '#ffd166', '#8ce99a', '#66d9e8', '#b197fc', '#ffa94d'];

const query = new URLSearchParams(location.search);
const connection = connect('http://127.0.0.1:8080', query.get('room') ?? 'fireflies', {
  offline: false,
  ...(query.has('token') ? { token: query.get('token') } : {}),
});
const { doc, awareness } = connection;
const scores = doc.getMap('scores');
const lights = doc.getMap('lights');

const me = { id: String(doc.clientID), x: Math.random(), y: Math.random(), name: query.get('name') ?? 'Guest' };
const color = COLORS[doc.clientID % COLORS.length];
awareness.setLocalStateField('user', { name: me.name, color });

/** Others: where they were told to be, and where they are drawn on their way there. */
const others = new Map();
const floating = [];
const pressed = new Set();
let pointer = null;
const canvas = document.querySelector('canvas');
const [state, list, chat, form] = ['#state', '#scores', '#chat', 'form'].map((each) => document.querySelector(each));

const personOf = (id) => {
  const { name = 'Guest', color } = awareness.getStates().get(Number(id))?.user ?? {};
  return { name, color: color ?? '#cccccc' };
};

connection.onEvent(({ name, data }) => {
  if (name === 'game.at') {
    const known = others.get(data.id) ?? { x: data.x, y: data.y };
    others.set(data.id, { ...known, to: data, seen: performance.now() });
  } else if (name === 'say') say(data.id, data.words);
  else if (name === 'reaction') react(data.id, data.sign);
});

const say = (id, words) => {
  const { name, color } = personOf(id);
  const line = document.createElement('li');
  const who = document.createElement('b');
  who.textContent = `${name} `;
  who.style.setProperty('--color', color);
  line.append(who, String(words).slice(0, 80));
  chat.append(line);
  while (chat.children.length > 6) chat.firstChild.remove();
};

const react = (id, sign) => {
  const { x, y } = id === me.id ? me : (others.get(id) ?? { x: 0.5, y: 0.5 });
  floating.push({ x, y, sign, since: performance.now() });
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = form.words.value.trim();
  form.reset();
  if (words !== '' && connection.sendEvent('say', { id: me.id, words })) say(me.id, words);
});

form.addEventListener('click', ({ target }) => {
  const sign = target.dataset?.reaction;
  if (sign && connection.sendEvent('reaction', { id: me.id, sign })) react(me.id, sign);
});

const KEYS = {
  ArrowUp: 'up',
  w: 'up',
  ArrowDown: 'down',
  s: 'down',
  ArrowLeft: 'left',
  a: 'left',
  ArrowRight: 'right',
  d: 'right',
};
addEventListener('keydown', (event) => {
  if (event.target === form.words || !KEYS[event.key]) return;
  event.preventDefault();
  pressed.add(KEYS[event.key]);
});
addEventListener('keyup', ({ key }) => pressed.delete(KEYS[key]));
addEventListener('blur', () => pressed.clear());
const point = ({ offsetX, offsetY }) => {
  pointer = { x: offsetX / canvas.clientWidth, y: offsetY / canvas.clientHeight };
};
canvas.addEventListener('pointerdown', point);
canvas.addEventListener('pointermove', (event) => event.buttons > 0 && point(event));
canvas.addEventListener('pointerup', () => {
  pointer = null;
});

const move = (seconds) => {
  let dx = pressed.has('right') - pressed.has('left');
  let dy = pressed.has('down') - pressed.has('up');
  if (pointer) [dx, dy] = [pointer.x - me.x, pointer.y - me.y];
  const length = Math.hypot(dx, dy);
  if (length < 0.005) return;
  const step = Math.min(SPEED * seconds, pointer ? length : Infinity);
  me.x = Math.min(0.98, Math.max(0.02, me.x + (dx / length) * step));
  me.y = Math.min(0.96, Math.max(0.04, me.y + (dy / length) * step));
};

const mayPlay = () => connection.role.value === null || ['editor', 'owner'].includes(connection.role.value);

const catchLights = () => {
  if (!mayPlay()) return;
  for (const [id, light] of lights) {
    if (Math.hypot(light.x - me.x, light.y - me.y) > REACH) continue;
    doc.transact(() => {
      lights.set(id, { x: 0.05 + Math.random() * 0.9, y: 0.1 + Math.random() * 0.75 });
      scores.set(me.id, { points: (scores.get(me.id)?.points ?? 0) + 1, name: me.name, color });
    });
    react(me.id, '✨');
  }
};

void connection.whenSynced.then(() => {
  if (lights.size > 0 || !mayPlay()) return;
  doc.transact(() => {
    for (let id = 0; id < LIGHTS; id += 1) lights.set(String(id), { x: Math.random(), y: 0.1 + Math.random() * 0.8 });
  });
});

const showScores = () => {
  const best = [...scores.values()].sort((a, b) => b.points - a.points).slice(0, 5);
  list.replaceChildren(
    ...best.map(({ name, points, color }) => {
      const row = document.createElement('li');
      const dot = document.createElement('i');
      dot.style.setProperty('--color', color);
      row.append(dot, `${name} ${points}`);
      return row;
    }),
  );
};
scores.observe(showScores);
showScores();

const showState = () => {
  const here = awareness.getStates().size;
  state.textContent =
    connection.status.value.state !== 'connected'
      ? 'Connecting…'
      : here === 1
        ? 'You alone. Open a second window.'
        : `${here} here`;
};
connection.status.subscribe(showState);
awareness.on('change', showState);

// Thirty times a second, as long as something moves; the service passes on sixty a second of each session.
let told = '';
setInterval(() => {
  const at = { id: me.id, x: Number(me.x.toFixed(3)), y: Number(me.y.toFixed(3)) };
  const now = JSON.stringify(at);
  if (now !== told && connection.sendEvent('game.at', at)) told = now;
}, TICK);
setInterval(() => {
  told = '';
}, 1000);

const draw = canvas.getContext('2d');
const glow = (x, y, radius, paint) => {
  const light = draw.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, paint);
  light.addColorStop(1, 'transparent');
  draw.fillStyle = light;
  draw.fillRect(x - radius, y - radius, radius * 2, radius * 2);
};

const person = (x, y, { name, color }, isMe) => {
  glow(x, y, 60, `${color}55`);
  draw.fillStyle = color;
  draw.beginPath();
  draw.arc(x, y, isMe ? 13 : 11, 0, Math.PI * 2);
  draw.fill();
  draw.font = '600 13px system-ui';
  draw.textAlign = 'center';
  draw.fillStyle = '#e8efe6';
  draw.fillText(name, x, y - 22);
};

let last = performance.now();
const frame = (now) => {
  const seconds = Math.min(0.1, (now - last) / 1000);
  last = now;
  move(seconds);
  catchLights();
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio;
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.fillStyle = '#0e1512';
  draw.fillRect(0, 0, width, height);
  glow(width / 2, height * 1.1, height, '#1f3d2b');
  for (const [id, { x, y }] of lights) {
    const flicker = 22 + 8 * Math.sin(now / 300 + Number(id) * 2);
    glow(x * width, y * height, flicker * 1.6, '#ffe98a');
  }
  for (const [id, other] of others) {
    if (now - other.seen > 5000) {
      others.delete(id);
      continue;
    }
    // Drawn on the way to where they were told to be: thirty a second look like sixty.
    other.x += (other.to.x - other.x) * Math.min(1, seconds * 14);
    other.y += (other.to.y - other.y) * Math.min(1, seconds * 14);
    person(other.x * width, other.y * height, personOf(id), false);
  }
  person(me.x * width, me.y * height, { name: me.name, color }, true);
  draw.font = '26px system-ui';
  for (const each of [...floating]) {
    const age = (now - each.since) / 1600;
    if (age > 1) floating.splice(floating.indexOf(each), 1);
    draw.globalAlpha = Math.max(0, 1 - age);
    draw.fillText(each.sign, each.x * width, each.y * height - 34 - age * 60);
    draw.globalAlpha = 1;
  }
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
// For a look from outside.
globalThis.game = { me, others, connection };
