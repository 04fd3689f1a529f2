/** An element with properties, listeners (`on…`) and children; absent children are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && key !== 'list') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export function toast(text, kind = 'info') {
  const item = h('p', { className: `toast ${kind}` }, text);
  document.querySelector('#toasts').append(item);
  setTimeout(() => item.remove(), kind === 'error' ? 8000 : 4000);
}

/** Runs what a click asks for; a failure is shown, not lost. */
export function attempt(work) {
  return async (event) => {
    const control = event?.currentTarget;
    if (control instanceof HTMLButtonElement) control.disabled = true;
    try {
      await work(event);
    } catch (error) {
      toast(error.message, 'error');
    } finally {
      if (control instanceof HTMLButtonElement) control.disabled = false;
    }
  };
}

export function showDialog(...content) {
  const dialog = document.querySelector('#dialog');
  dialog.replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

export const closeDialog = () => document.querySelector('#dialog').close();

export function bytes(size) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
  return `${(size / 1000 ** power).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${units[power]}`;
}

export const when = (iso) => new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Of `HH:MM:SS:FF`, without drop-frame. */
export function timecode(frame, rate) {
  const nominal = Math.round(rate);
  const seconds = Math.floor(frame / nominal);
  const fields = [seconds / 3600, (seconds / 60) % 60, seconds % 60, frame % nominal];
  return fields.map((field) => String(Math.floor(field)).padStart(2, '0')).join(':');
}

export function frameOf(text, rate) {
  const [hours, minutes, seconds, frames] = text.split(/[:;]/).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * Math.round(rate) + frames;
}
