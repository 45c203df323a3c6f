// Shows the requests and calls of the simulator. It asks the control API once a second, fetches only what has changed, and never more
// than a page of rows. All that comes from a request is inserted as text.

const pollMs = 1000;
const rowsShown = 10;
const callsShown = 200;
const changedMs = 6000;
const newsMs = 5000;

const statusNames = {
  0: 'None', 3: 'Approved', 4: 'Denied', 8: 'Completed', 9: 'Failed', 16: 'Pending', 17: 'Canceled', 18: 'Executing',
};
const typeNames = {
  0: 'None', 1: 'Enroll', 2: 'Recover', 3: 'Renew', 4: 'Disable', 5: 'Unblock', 6: 'Duplicate', 7: 'Retire', 8: 'RecoverOnBehalf',
  9: 'SuspendOrReinstate', 10: 'OnlineUpdate', 11: 'TemporaryCardEnroll', 14: 'OfflineUnblock',
};
const filters = ['all', 'changed', '16', '3', '18', '8', '9', '4', '17'];  // statuses in the order of a request's life
const finalStatuses = new Set([4, 8, 9, 17]);
const noDate = '0001-01-01';

const at = id => document.getElementById(id);
const format = new Intl.NumberFormat('en');

let show = 'all';
let found = null;              // the id that is searched for
let skip = 0;
let paused = false;
let known = null;              // the state as of the last look
let changedUntil = new Map();  // id to the time until which its row is marked
let callRows = new Map();      // sequence to row
let underWay = new Set();      // sequences of calls that were not answered yet
let lastSeen = 0;              // sequence of the last call that was fetched
let lastNews = 0;
let newsFrom = null;
let looks = Promise.resolve();

async function ask(path) {
  const answer = await fetch(`/_simulator/${path}`, { cache: 'no-store', signal: AbortSignal.timeout(10000) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

// --- Making elements ---

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) {
    element.textContent = text;
  }
  if (className) {
    element.className = className;
  }
  return element;
}

const two = number => String(number).padStart(2, '0');

function day(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function time(text, show) {
  const cell = make('td');
  if (text && !text.startsWith(noDate)) {
    const date = new Date(text);
    const element = make('time', show(date));
    element.dateTime = text;
    cell.append(element);
  }
  return cell;
}

const minute = date => `${day(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
const millisecond = date =>
  `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;

function emptyRow(columns, text) {
  const row = make('tr');
  const cell = make('td', text, 'empty');
  cell.colSpan = columns;
  row.append(cell);
  return row;
}

// --- Requests ---

function count(filter, state) {
  if (filter === 'all') {
    return state.requests;
  }
  return filter === 'changed' ? state.changed : state.byStatus[filter] ?? 0;
}

function nameOf(filter) {
  return { all: 'All', changed: 'Changed' }[filter] ?? statusNames[filter] ?? filter;
}

function showFilters(state) {
  for (const filter of new Set([...filters, ...Object.keys(state.byStatus)])) {
    let button = document.querySelector(`#show [data-show="${CSS.escape(filter)}"]`);
    if (!button) {
      button = make('button', nameOf(filter));
      button.type = 'button';
      button.dataset.show = filter;
      button.append(' ', make('span', '', 'count'));
      button.addEventListener('click', () => {
        show = filter;
        skip = 0;
        look(true);
      });
      at('show').append(button);
    }
    button.setAttribute('aria-pressed', String(filter === show));
    const text = format.format(count(filter, state));
    if (button.lastChild.textContent !== text) {
      button.lastChild.textContent = text;
    }
  }
}

function requestRow(request) {
  const row = make('tr');
  const status = make('th', statusNames[request.status] ?? String(request.status));
  status.scope = 'row';
  if (finalStatuses.has(request.status)) {
    status.append(make('span', 'final', 'final'));
  }
  row.append(
    status,
    make('td', request.uuid, 'id'),
    make('td', typeNames[request.requestType] ?? String(request.requestType)),
    time(request.submitted, minute),
    time(request.completed, minute),
    make('td', request.comment, 'words'));
  row.dataset.id = request.uuid;

  // Where the styles of a narrow window lay a row out as lines, it stays a row of a table for screen readers.
  row.setAttribute('role', 'row');
  for (const cell of row.children) {
    cell.setAttribute('role', cell === status ? 'rowheader' : 'cell');
  }
  return row;
}

// "All" begins with what has changed, the newest change first: it is seen without a search, and however many requests there are.
async function pageOfRequests(state) {
  if (show === 'changed') {
    return ask(`requests?changed=true&skip=${skip}&take=${rowsShown}`);
  }
  if (show !== 'all') {
    return ask(`requests?status=${show}&skip=${skip}&take=${rowsShown}`);
  }
  return ask(`requests?changedFirst=true&skip=${skip}&take=${rowsShown}`);
}

async function showRequests(state) {
  const total = count(show, state);
  skip = Math.max(0, Math.min(skip, Math.floor((total - 1) / rowsShown) * rowsShown));
  const requests = total === 0 ? [] : await pageOfRequests(state);

  at('request-rows').replaceChildren(...(requests.length > 0 ? requests.map(requestRow) : [emptyRow(6, 'None.')]));
  markChanged();
  const range = requests.length === 0 ? '' : `, ${format.format(skip + 1)} to ${format.format(skip + requests.length)} of ${format.format(total)}`;
  at('requests-caption').textContent = {
    all: state.changed > 0 ? `All requests, changed ones first${range}` : `All requests${range}`,
    changed: `Changed or added since the start, newest first${range}`,
  }[show] ?? `${nameOf(show)}${range}`;
  at('previous').setAttribute('aria-disabled', String(skip === 0));
  at('next').setAttribute('aria-disabled', String(skip + rowsShown >= total));
}

// The simulator tells which requests have changed: a row can also be new to the page because another one left it.
async function noteChanged(state) {
  if (known && state.revision > known.revision) {
    for (const request of await ask(`requests?changed=true&since=${known.revision}&take=${callsShown}`)) {
      changedUntil.set(request.uuid, Date.now() + changedMs);
    }
  }
}

function markChanged() {
  const now = Date.now();
  for (const [id, until] of changedUntil) {
    if (until <= now) {
      changedUntil.delete(id);
    }
  }
  for (const row of at('request-rows').children) {
    row.classList.toggle('changed', changedUntil.has(row.dataset.id));
  }
}

// --- Finding one request ---

async function showFound() {
  if (found === null) {
    return;
  }
  const result = at('find-result');
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(found)?.[0];
  if (!id) {
    result.replaceChildren(found === '' ? '' : 'An id has the form 01234567-89ab-cdef-0123-456789abcdef.');
    return;
  }
  const answer = await fetch(`/_simulator/requests/${id}`, { cache: 'no-store', signal: AbortSignal.timeout(10000) });
  if (answer.status === 404) {
    result.textContent = 'There is no request with this id.';
    return;
  }
  const request = await answer.json();
  const text = [
    `${statusNames[request.status] ?? request.status} ${typeNames[request.requestType] ?? request.requestType} request`,
    `submitted ${minute(new Date(request.submitted))}`,
    ...(request.completed && !request.completed.startsWith(noDate) ? [`completed ${minute(new Date(request.completed))}`] : []),
    ...(request.comment ? [request.comment] : []),
  ].join(', ');
  if (result.textContent !== text) {
    result.textContent = text;
  }
}

// --- Calls ---

function callStatus(call) {
  if (call.milliseconds === 0) {
    return make('td', 'in progress', 'empty');
  }
  const text = call.status ?? 'no response';
  const isGood = call.status !== null && call.status < 400 && !call.aborted;
  return make('td', call.aborted ? `${text}, client disconnected` : text, isGood ? 'good' : 'bad');
}

// A part of an id at the end is left out: it looks like a complete one.
function beginningOf(body) {
  return body.length > 200 ? `${body.slice(0, 200).replace(/(?<![0-9a-f-])[0-9a-f-]{1,35}$/i, '')}...` : body;
}

function callRow(call) {
  const path = make('td', undefined, 'path');
  const short = call.path.replace(/^.*\/api\/v1\.0\//i, '') + call.query;
  const code = make('code', short);
  code.title = call.path + call.query;
  path.append(code);
  if (call.body) {
    path.append(make('code', beginningOf(call.body)));
  }
  const row = make('tr');
  row.append(
    time(call.time, millisecond),
    make('td', call.method),
    path,
    callStatus(call),
    make('td', call.milliseconds === 0 ? '' : call.milliseconds < 10 ? call.milliseconds.toFixed(1) : format.format(Math.round(call.milliseconds)), 'number'),
    make('td', call.fault ?? ''));
  return row;
}

async function showCalls(state) {
  if (!known || state.lastCall < known.lastCall) {
    forgetCalls();
  }

  // Calls that the simulator no longer has: its log was cleared.
  const first = state.lastCall - state.calls + 1;
  for (const [sequence, row] of callRows) {
    if (sequence < first) {
      row.remove();
      callRows.delete(sequence);
      underWay.delete(sequence);
    }
  }

  const after = underWay.size > 0 ? Math.min(...underWay) - 1 : lastSeen;
  if (state.lastCall > after || underWay.size > 0) {
    for (const call of await ask(`calls?after=${after}&last=${callsShown}`)) {
      const row = callRow(call);
      if (callRows.has(call.sequence)) {
        callRows.get(call.sequence).replaceWith(row);
      } else {
        at('call-rows').prepend(row);
      }
      callRows.set(call.sequence, row);
      lastSeen = Math.max(lastSeen, call.sequence);
      if (call.milliseconds === 0) {
        underWay.add(call.sequence);
      } else {
        underWay.delete(call.sequence);
      }
    }
  }
  lastSeen = Math.max(lastSeen, state.lastCall);
  const oldest = [...callRows.keys()].sort((a, b) => b - a).slice(callsShown);
  for (const sequence of oldest) {
    callRows.get(sequence).remove();
    callRows.delete(sequence);
    underWay.delete(sequence);
  }

  at('call-rows').querySelector('.none')?.remove();
  if (callRows.size === 0) {
    const none = emptyRow(6, 'None yet.');
    none.classList.add('none');
    at('call-rows').append(none);
  }
  at('calls-caption').textContent = state.calls > callRows.size && callRows.size > 0
    ? `The last ${format.format(callRows.size)} of ${format.format(state.calls)} calls, newest first`
    : `${format.format(callRows.size)} ${callRows.size === 1 ? 'call' : 'calls'}, newest first`;
}

function forgetCalls() {
  at('call-rows').replaceChildren();
  callRows = new Map();
  underWay = new Set();
  lastSeen = 0;
}

// --- The whole ---

function say(text, className) {
  if (at('state').textContent !== text) {
    at('state').textContent = text;
  }
  at('state').className = className;
}

// For screen readers: a summary every few seconds instead of each change.
function tellNews(state) {
  newsFrom ??= state;
  const now = Date.now();
  if (now - lastNews < newsMs || (state.lastCall === newsFrom.lastCall && state.revision === newsFrom.revision)) {
    return;
  }
  const parts = [];
  if (state.lastCall > newsFrom.lastCall) {
    parts.push(`New calls: ${format.format(state.lastCall - newsFrom.lastCall)}`);
  }
  if (state.revision !== newsFrom.revision) {
    parts.push(`requests changed so far: ${format.format(state.changed)}`);
  }
  at('news').textContent = parts.join(', ');
  lastNews = now;
  newsFrom = state;
}

// One refresh at a time, so that none overtakes another.
function look(isOther = false) {
  looks = looks.then(() => lookOnce(isOther));
  return looks;
}

async function lookOnce(isOther) {
  try {
    const state = await ask('state');
    showFilters(state);
    await noteChanged(state);
    if (isOther || !known || state.revision !== known.revision) {
      await showRequests(state);
    } else {
      markChanged();
    }
    if (isOther || !known || state.revision !== known.revision) {
      await showFound();
    }
    await showCalls(state);
    tellNews(state);
    known = state;
    say(paused ? 'Paused' : 'Live', paused ? '' : 'live-now');
  } catch {
    // What responds next may be another simulator.
    known = null;
    newsFrom = null;
    say('The simulator does not respond', 'lost');
  }
}

async function watch() {
  if (!paused) {
    await look();
  }
  setTimeout(watch, pollMs);
}

at('address').textContent = location.host;
at('pause').addEventListener('click', () => {
  paused = !paused;
  at('pause').textContent = paused ? 'Resume' : 'Pause';
  say(paused ? 'Paused' : 'Live', paused ? '' : 'live-now');
});
at('find').addEventListener('submit', event => {
  event.preventDefault();
  found = at('find-id').value.trim();
  look(true);
});
at('find-id').addEventListener('input', () => {
  if (at('find-id').value.trim() === '') {
    found = null;
    at('find-result').textContent = '';
  }
});
for (const [id, step] of [['previous', -rowsShown], ['next', rowsShown]]) {
  at(id).addEventListener('click', () => {
    if (at(id).getAttribute('aria-disabled') === 'false') {
      skip += step;
      look(true);
    }
  });
}
watch();
