// Draws the pictures of docs/performance.md from the CSV files beside them: node draw.mjs FOLDER
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const folder = process.argv[2];
const names = {
  'mimcm': 'Get-CmRequest', 'mimcm-collected': '$all = Get-CmRequest', 'mimcm-8': 'Get-CmRequest, 8 at once',
  'mimcm-1': 'Set-CmRequestStatus', 'mimcm-4': 'Set-CmRequestStatus, 4', 'mimcm-16': 'Set-CmRequestStatus, 16',
  'irm': 'Invoke-RestMethod', 'irm-typed': 'Invoke-RestMethod, typed', 'irm-session': 'Invoke-RestMethod -WebSession',
  'irm-parallel-16': 'ForEach-Object -Parallel 16', 'stj': 'C#: System.Text.Json', 'client': 'C#: MimCm.Client',
  'client-16': 'C#: MimCm.Client, 16', 'raw': 'the bytes alone', 'empty': 'empty binary module',
};

function read(name) {
  const path = join(folder, `${name}.csv`);
  if (!existsSync(path)) {
    return [];
  }

  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n').map(line => line.split(','));
  return lines.map(line => Object.fromEntries(head.map((column, i) => [column, line[i]])));
}

// The median of what counts: the warm runs, or the only one there is.
function medians(rows, value, kind = 'warm') {
  const groups = {};
  for (const row of rows) {
    (groups[`${row.subject} ${row.size ?? ''}`] ??= []).push(row);
  }

  return Object.values(groups).map(group => {
    const counted = group.filter(row => row.kind === kind);
    const sorted = (counted.length > 0 ? counted : group).map(row => Number(row[value])).sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return {
      subject: names[group[0].subject],
      size: Number(group[0].size),
      value: sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2,
    };
  });
}

async function draw(file, title, values, mark, encoding, size = {}) {
  if (values.length === 0) {
    return;
  }

  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title, background: 'white', width: 560, ...size, data: { values }, mark, encoding,
    config: { font: 'sans-serif', axis: { labelLimit: 260 } },
  };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  writeFileSync(join(folder, file), `${await view.toSVG()}\n`);
  console.log(`drew ${file}`);
}

const bars = (values, title, type = 'linear') => [
  { type: 'bar', tooltip: false },
  {
    y: { field: 'subject', type: 'nominal', sort: values.map(row => row.subject), title: null },
    x: { field: 'value', type: 'quantitative', title, scale: { type } },
  },
];

const list = read('list');
await draw('list-time.svg', 'A list: median time against its length', medians(list, 'milliseconds'), { type: 'line', point: true }, {
  x: { field: 'size', type: 'quantitative', scale: { type: 'log' }, title: 'requests' },
  y: { field: 'value', type: 'quantitative', scale: { type: 'log' }, title: 'milliseconds' },
  color: { field: 'subject', type: 'nominal', title: null, sort: Object.values(names) },
}, { height: 360 });

const growth = medians(list, 'growth_bytes', 'fresh').map(row => ({ ...row, value: row.value / 1e6 }));
await draw('list-memory.svg', 'A list: how much the process grows', growth, { type: 'line', point: true }, {
  x: { field: 'size', type: 'quantitative', scale: { type: 'log' }, title: 'requests' },
  y: { field: 'value', type: 'quantitative', scale: { type: 'symlog' }, title: 'MB' },
  color: { field: 'subject', type: 'nominal', title: null, sort: Object.values(names) },
}, { height: 360 });

const byId = medians(read('by-id'), 'milliseconds').map(row => ({ ...row, value: row.value / row.size }));
await draw('by-id.svg', 'One request by its id', byId, ...bars(byId, 'milliseconds'));

const bulk = medians(read('bulk'), 'milliseconds').map(row => ({ ...row, value: row.value / 1000 }));
await draw('bulk-time.svg', 'Changes, each answered after 20 ms', bulk, ...bars(bulk, 'seconds'));
const cpu = medians(read('bulk'), 'cpu_milliseconds').map(row => ({ ...row, value: row.value / 1000 }));
await draw('bulk-cpu.svg', 'The same: processor time of the client', cpu, ...bars(cpu, 'seconds'));

const start = read('start');
const both = ['import', 'first'].flatMap(part => medians(start, `${part}_milliseconds`).map(row => ({ ...row, part: part === 'import' ? 'Import-Module' : 'first call' })));
await draw('start.svg', 'In a new process', both, { type: 'bar' }, {
  y: { field: 'subject', type: 'nominal', title: null },
  x: { field: 'value', type: 'quantitative', title: 'milliseconds' },
  color: { field: 'part', type: 'nominal', title: null, sort: ['Import-Module', 'first call'] },
});
