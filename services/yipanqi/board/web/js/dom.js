// Elements from values. Text is always set as text, so that nothing from the data is read as markup.

/** Make an element: properties `on…` are listeners, `class`, `data-*`, `aria-*` and others attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "vars") for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Call `work` once, `wait` ms after the last call; where calls do not cease, at least every `most` ms. */
export function debounced(work, wait, most = 2000) {
  let timer = 0;
  let since = 0;
  return (...values) => {
    clearTimeout(timer);
    const now = Date.now();
    since ||= now;
    timer = setTimeout(() => { since = 0; work(...values); }, Math.max(0, Math.min(wait, since + most - now)));
  };
}
