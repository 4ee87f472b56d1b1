/* app.js - what makes the pages quicker to use.  Everything here has a working link or form behind it; without this
 * file the same things are done, one page at a time.
 *
 * The contract with the pages (src/web/views/):
 *
 *   <html data-keys="off">       keys of one letter do nothing
 *   <meta name="token">          goes along, as the field "token", with every request that has no form of its own
 *   data-post="URL"              a button that posts; the answer, a toast, goes to the end of #toasts
 *   data-row-leaves              on it: its row leaves the list when that went well
 *   data-confirm="title"         on a form or a data-post: asked first, with data-confirm-text and data-confirm-verb
 *   data-toast data-toast-close  a toast: leaves after ten seconds, but not under the pointer or the focus
 *   data-undo                    a form in a toast: posted in the background, then the list (or the page) is fetched anew
 *   data-grid="name"             a table of rows: keyboard cursor, selection, widths of columns (th[data-column]); the one link
 *                                in a td of a row goes to its actions, which answers a menu to a script
 *   data-select-all data-bulk-bar data-bulk-count data-bulk-clear       its selection
 *   data-column-edge data-reset-columns data-page-size                  its columns and length
 *   data-refresh-list            a link, or a dialog that opens: fetch the list anew
 *   data-keep-query              a link that takes the query of the present page along
 *   data-tabs, data-tab="word"   a list of tabs; the panel is #panel-word[data-inactive]; the word is in the URL (?tab=) and
 *                                in the form's field "tab"; data-open-tab="word" elsewhere opens one
 *   data-guard                   a form whose unsaved changes are not lost by accident
 *   data-save                    its button, for Ctrl+S
 *   data-discard                 a link that throws them away, without asking
 *   data-errors                  the summary of errors: gets the focus
 *   data-open data-close         a <dialog> to open when it comes; what closes it
 *   data-drop data-drop-name     a drop zone around a file input, and where the name of the file goes
 *   data-upload                  a form that shows [data-upload-progress] while it sends
 *   data-progress="URL"          what goes on in the background: URL/voortgang tells how far, URL is the page when it ended
 *   data-reveal="id"             shows and hides a password
 *   data-palette                 opens the palette; data-shortcuts: the link to the list of keys; data-go="k": g, then k
 *   data-theme-toggle            light or dark; kept in the cookie "thema"
 *   data-print                   prints */
"use strict";

(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Runs handle(event, element) for events in any element that matches, now or later. */
  const on = (type, selector, handle, options) => document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector);
    if (element) handle(event, element);
  }, options);

  /* The element that this markup tells. */
  const made = (markup) => {
    const holder = document.createElement("template");
    holder.innerHTML = markup.trim();
    return holder.content.firstElementChild;
  };
  const token = () => one('meta[name="token"]')?.content ?? "";
  const isTyping = (element) => element.matches?.(
    "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");

  /* ---- what only a script shows: no page carries it along ------------------------------------------------------- */

  const sprite = one('link[rel="icon"]').getAttribute("href").replace("mark.svg", "icons.svg");
  const icon = (name) => `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;

  const confirmDialog = () => made(`
    <dialog class="dialog dialog-small" aria-labelledby="confirm-title"><form method="dialog">
      <header><h2 id="confirm-title" data-title></h2></header>
      <div class="dialog-body"><p data-text></p></div>
      <footer><span class="spacer"></span><button class="button" value="cancel">Annuleren</button><button
        class="button button-danger" value="ok" data-verb></button></footer>
    </form></dialog>`);

  const unsavedDialog = () => made(`
    <dialog class="dialog dialog-small" aria-labelledby="unsaved-title"><form method="dialog">
      <header><h2 id="unsaved-title">Wijzigingen opslaan?</h2></header>
      <div class="dialog-body"><p>Je hebt wijzigingen die nog niet zijn opgeslagen.</p></div>
      <footer><button class="button" value="discard">Niet opslaan</button><span class="spacer"></span><button
        class="button" value="cancel">Annuleren</button><button
        class="button button-primary" value="save">Opslaan</button></footer>
    </form></dialog>`);

  const failedToast = () => made(`
    <div class="toast toast-error" data-toast>${icon("circle-alert")}<p>Er ging iets mis.</p><button
      type="button" class="link-button" data-retry>Opnieuw</button><button type="button" class="icon-button icon-button-inverse" data-toast-close aria-label="Melding sluiten"
      >${icon("x")}</button></div>`);

  const paletteDialog = () => made(`
    <dialog class="palette" id="palette" aria-label="Zoeken of opdracht uitvoeren">
      <form method="get" action="/zoeken" role="search"><label class="hidden-text" for="palette-input">Zoeken of
        opdracht</label>${icon("search")}<input id="palette-input" name="q" type="text" autocomplete="off"
        spellcheck="false" placeholder="Zoek op naam, nummer of opdracht…" role="combobox" aria-expanded="true"
        aria-controls="palette-list" aria-autocomplete="list" hx-get="/zoeken"
        hx-trigger="input changed delay:90ms, palette-open" hx-target="#palette-list" hx-swap="innerHTML"
        hx-sync="this:replace"></form>
      <div class="palette-list" id="palette-list" role="listbox" aria-label="Resultaten"></div>
      <footer><span><kbd class="key">↑</kbd><kbd class="key">↓</kbd> kiezen</span><span><kbd class="key">↵</kbd>
        openen</span><span><kbd class="key">Esc</kbd> sluiten</span></footer>
    </dialog>`);

  /* ---- requests -------------------------------------------------------------------------------------------------- */

  const signIn = () => location.assign("/inloggen?terug=" + encodeURIComponent(location.pathname + location.search));

  /* One after the other: htmx would queue the second, drop the third, and not say which. */
  let requests = Promise.resolve();
  const request = (...asked) => {
    requests = requests.then(() => htmx.ajax(...asked));
    return requests;
  };

  const refreshList = () => one("#list")
    ? request("GET", location.pathname + location.search, { target: "#list", swap: "outerMorph" })
    : location.reload();

  /* Posts in the background; the answer is a toast.  Whether it went well. */
  const post = async (url) => {
    let fine = false;
    const heard = (event) => {
      if (event.detail.ctx.request.action === url) fine = event.detail.ctx.response?.status < 400;
    };
    document.addEventListener("htmx:after:request", heard);
    await request("POST", url, { target: "#toasts", swap: "beforeend", push: "false" });
    document.removeEventListener("htmx:after:request", heard);
    return fine;
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (request.method === "POST" && !request.body.has("token")) request.body.set("token", token());
    if (sourceElement.matches?.("[data-upload]")) event.detail.ctx.fetch = upload(sourceElement);
  });

  /* The session ended meanwhile: sign in, and come back here; what was typed waits in this tab. */
  document.addEventListener("htmx:before:response", (event) => {
    const { raw, status } = event.detail.ctx.response;
    if (status !== 401 && !(raw.redirected && new URL(raw.url).pathname === "/inloggen")) return;
    event.preventDefault();
    keepTyped();
    forgetChanges();
    signIn();
  });

  /* Our fault: nothing is swapped, the page stays as it is; say so, with the reason and the code that the answer gives and a
   * way to try again. */
  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 500) return;
    const toast = failedToast();
    const why = ctx.text.match(/<p>([^<]+).*<code>(\w+)/);
    if (why) one("p", toast).textContent = `${why[1]} Code ${why[2]}`;
    one("[data-retry]", toast).addEventListener("click", () => {
      toast.remove();
      repeat(ctx);
    });
    one("#toasts").append(toast);
  });

  const repeat = ({ sourceElement, sourceEvent }) => {
    if (sourceElement.matches?.("form")) sourceElement.requestSubmit();
    else if (sourceEvent?.type) htmx.trigger(sourceElement, sourceEvent.type);
  };

  /* No connection: a bar says so; the server is tried again, ever less often, and what failed is then repeated.  A form
   * may be: its key makes that it counts once. */
  const failed = new Map();
  const reconnect = async (wait) => {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      await fetch(one('link[rel="icon"]').href, { method: "HEAD", cache: "no-store" });
    } catch {
      return reconnect(Math.min(wait * 2, 30000));
    }
    one("#offline").hidden = true;
    const contexts = [...failed.values()];
    failed.clear();
    contexts.forEach(repeat);
  };
  document.addEventListener("htmx:error", (event) => {
    const { ctx, error } = event.detail;
    if (!ctx || error.name === "AbortError" || !(error instanceof TypeError) || !one("#offline")) return;
    const first = failed.size === 0;
    failed.set(ctx.sourceElement, ctx);
    one("#offline").hidden = false;
    if (first) reconnect(1000);
  });

  /* fetch() does not tell how much was sent; this does, in the form's progress bar. */
  const upload = (form) => (url, request) => new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    const box = one("[data-upload-progress]", form);
    sender.open(request.method, url);
    Object.entries(request.headers).forEach(([name, value]) => sender.setRequestHeader(name, value));
    sender.upload.addEventListener("progress", (event) => {
      box.hidden = false;
      one("progress", box).value = (100 * event.loaded) / event.total;
    });
    sender.addEventListener("load", () => {
      box.hidden = true;
      const headers = new Headers();
      sender.getAllResponseHeaders().trim().split(/\r?\n/).forEach((line) => {
        const colon = line.indexOf(":");
        if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
      });
      const body = [204, 304].includes(sender.status) ? null : sender.responseText;
      resolve(new Response(body, { status: sender.status, headers }));
    });
    sender.addEventListener("error", () => reject(new TypeError("no connection")));
    sender.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    request.signal.addEventListener("abort", () => sender.abort());
    sender.send(request.body);
  });

  /* ---- asking first ------------------------------------------------------------------------------------------------ */

  /* Opens a dialog; the value of the button that closed it ("" for Esc). */
  const ask = (dialog) => new Promise((resolve) => {
    const focus = document.activeElement;
    const back = focus.closest(".menu") ? opener : focus;       /* the menu is gone by then */
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      back?.focus({ preventScroll: true });
      resolve(dialog.returnValue);
    });
    dialog.showModal();
  });

  const confirmed = async ({ confirm, confirmText, confirmVerb }) => {
    const dialog = confirmDialog();
    one("[data-title]", dialog).textContent = confirm;
    one("[data-text]", dialog).textContent = confirmText ?? "";
    one("[data-verb]", dialog).textContent = confirmVerb;
    return await ask(dialog) === "ok";
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!await confirmed(form.dataset)) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  }, true);

  on("click", "[data-post]", async (event, button) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const row = button.row;
    if (button.dataset.confirm && !await confirmed(button.dataset)) return;
    if (await post(button.dataset.post) && row && "rowLeaves" in button.dataset) leave(row);
  });

  /* ---- toasts -------------------------------------------------------------------------------------------------------- */

  const startToast = (toast) => {
    let left = 10000;
    let since;
    let timer;
    const go = () => {
      since = Date.now();
      timer = setTimeout(() => closeToast(toast), left);
    };
    const wait = () => {
      clearTimeout(timer);
      left -= Date.now() - since;
    };
    toast.dataset.toast = "started";
    toast.addEventListener("pointerenter", wait);
    toast.addEventListener("pointerleave", go);
    toast.addEventListener("focusin", wait);
    toast.addEventListener("focusout", go);
    go();
  };

  const closeToast = (toast) => {
    toast.classList.add("toast-leaving");
    setTimeout(() => toast.remove(), 200);
  };

  const undo = async (form) => {
    form.closest(".toast").remove();
    if (await post(form.getAttribute("action"))) refreshList();
  };

  on("click", "[data-toast-close]", (event, button) => closeToast(button.closest(".toast")));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-undo]")) return;
    event.preventDefault();
    undo(event.target);
  });

  /* ---- menus ----------------------------------------------------------------------------------------------------------- */

  let opener;                                   /* the button whose menu is open */

  const menuItems = (menu) => all('[role="menuitem"]', menu).filter((item) => item.checkVisibility());

  /* Where CSS can not: browsers without anchor positioning. */
  const placeMenu = (menu, button) => {
    if (CSS.supports("position-area", "bottom")) return;
    const box = button.getBoundingClientRect();
    const left = box.right - menu.offsetWidth;
    const below = box.bottom + menu.offsetHeight + 8 < innerHeight;
    menu.style.left = Math.max(8, Math.min(left < 8 ? box.left : left, innerWidth - menu.offsetWidth - 8)) + "px";
    menu.style.top = (below ? box.bottom : Math.max(8, box.top - menu.offsetHeight - 12)) + "px";
  };

  on("click", "[popovertarget]", (event, button) => {
    opener = button;
  }, true);

  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu") || !opener) return;
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", open);
    if (open) {
      placeMenu(menu, opener);
      menuItems(menu)[0]?.focus({ preventScroll: true });
      return;
    }
    const focus = document.activeElement;
    if (focus === document.body || menu.contains(focus)) opener.focus({ preventScroll: true });
    if (menu.filled) setTimeout(() => menu.remove(), 200);
  }, true);

  on("keydown", ".menu", (event, menu) => {
    const items = menuItems(menu);
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items.at(next % items.length)?.focus();
    } else if (event.key === "Tab") {
      menu.hidePopover();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLowerCase();
      const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      after.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
    }
  });

  on("click", '.menu [role="menuitem"]', (event, item) => {
    if (item.getAttribute("aria-disabled") === "true") event.preventDefault();
    else item.closest("[popover]").hidePopover();
  });

  /* What is a link without a script is a button of a menu with one. */
  const rowMenu = "[data-grid] td > a";
  const prepareRowMenus = () =>
    all(rowMenu + ":not([role])").forEach((link) => {
      link.setAttribute("role", "button");
      link.setAttribute("aria-haspopup", "menu");
    });

  /* The server knows what can be done with this row, and why something can not. */
  const openRowMenu = async (button) => {
    const answer = await fetch(button.href, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (!answer?.ok) {
      location.href = button.href;
      return;
    }
    const menu = made(await answer.text());
    all("[data-post]", menu).forEach((item) => { item.row = button.closest("tr"); });
    menu.filled = true;
    opener = button;
    one("main").append(menu);
    menu.showPopover({ source: button });
  };

  on("click", rowMenu, (event, button) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openRowMenu(button);
  });

  /* ---- the list ---------------------------------------------------------------------------------------------------------- */

  let current;                                  /* the row of the keyboard */
  let lastTicked;

  const rows = () => all("[data-grid] tbody tr:not(.row-leaving)");
  const boxes = () => all('[data-grid] tbody input[name="kies"]');

  const moveTo = (row) => {
    current?.classList.remove("row-current");
    current = row;
    if (!row) return;
    row.classList.add("row-current");
    row.scrollIntoView({ block: "nearest" });
    one("th a", row)?.focus({ preventScroll: true });
  };

  const leave = (row) => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.classList.add("row-leaving");
    setTimeout(() => {
      row.remove();
      showSelection();
      if (next) moveTo(next);
      refreshList();                            /* another row comes up, and the counts are right */
    }, 160);
  };

  const showSelection = () => {
    const bar = one("[data-bulk-bar]");
    const every = one("[data-select-all]");
    if (!bar || !every) return;
    const ticked = boxes().filter((box) => box.checked).length;
    one("[data-bulk-count]", bar).textContent = ticked;
    every.checked = ticked > 0 && ticked === boxes().length;
    every.indeterminate = ticked > 0 && !every.checked;
  };

  const tickAll = (checked) => {
    boxes().forEach((box) => {
      box.checked = checked;
    });
    showSelection();
  };

  on("click", '[data-grid] input[name="kies"]', (event, box) => {
    const list = boxes();
    if (event.shiftKey && lastTicked && list.includes(lastTicked)) {
      const [from, to] = [list.indexOf(lastTicked), list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((other) => {
        other.checked = box.checked;
      });
    }
    lastTicked = box;
    showSelection();
  });
  on("change", "[data-select-all]", (event, box) => tickAll(box.checked));
  on("click", "[data-bulk-clear]", () => tickAll(false));

  /* A click anywhere in a row opens it, unless text was being selected. */
  on("click", "[data-grid] tbody tr", (event, row) => {
    if (event.target.closest("a, button, input, label") || String(getSelection())) return;
    one("th a", row)?.click();
  });

  on("change", "[data-page-size]", (event, select) => {
    const url = new URL(location);
    ["na", "voor"].forEach((name) => url.searchParams.delete(name));
    url.searchParams.set("aantal", select.value);
    history.replaceState(history.state, "", url);
    refreshList();
  });

  on("click", "a[data-refresh-list]", (event) => {
    event.preventDefault();
    refreshList();
  });

  on("click", "[data-keep-query]", (event, link) => {
    link.search = location.search;
  }, true);

  /* Widths of columns: dragged here, kept in this browser. */
  const widths = (grid) => {
    try {
      return JSON.parse(localStorage.getItem("kolommen:" + grid)) ?? {};
    } catch {
      return {};
    }
  };

  const setWidth = (table, head, width) => {
    const nth = head.cellIndex + 1;
    table.style.setProperty("--width-" + nth, width ? width + "px" : "");
    table.style.setProperty("--grow-" + nth, width ? "0" : "");
  };

  const showWidths = () => all("[data-grid]").forEach((table) => {
    const kept = widths(table.dataset.grid);
    all("th[data-column]", table).forEach((head) => setWidth(table, head, kept[head.dataset.column]));
  });

  on("pointerdown", "[data-column-edge]", (event, edge) => {
    const head = edge.closest("th");
    const table = head.closest("table");
    const { column } = head.dataset;
    const start = head.offsetWidth - event.clientX;
    const drag = (move) => setWidth(table, head, Math.max(64, start + move.clientX));
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", drag);
    edge.addEventListener("lostpointercapture", () => {
      edge.removeEventListener("pointermove", drag);
      const kept = { ...widths(table.dataset.grid), [column]: head.offsetWidth };
      localStorage.setItem("kolommen:" + table.dataset.grid, JSON.stringify(kept));
    }, { once: true });
  });

  on("click", "[data-reset-columns]", () => {
    all("[data-grid]").forEach((table) => localStorage.removeItem("kolommen:" + table.dataset.grid));
    showWidths();
  });

  /* ---- tabs ----------------------------------------------------------------------------------------------------------------- */

  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const openTab = (tab) => {
    const word = tab.dataset.tab;
    all("[data-tab]", tab.closest("[data-tabs]")).forEach((other) => {
      const active = other === tab;
      other.setAttribute("aria-selected", active);
      other.tabIndex = active ? 0 : -1;
      panelOf(other)?.toggleAttribute("data-inactive", !active);
    });
    tab.scrollIntoView({ block: "nearest", inline: "center" });
    const field = tab.closest("form")?.elements.tab;
    if (field) field.value = word;
    const url = new URL(location);
    url.searchParams.set("tab", word);
    url.hash = "";
    history.replaceState(history.state, "", url);
    htmx.trigger(panelOf(tab), "tab-open", {}, false);
  };

  const showTabStops = () => all("[data-tab]").forEach((tab) => {
    tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
  });

  on("click", "[data-tab]", (event, tab) => {
    event.preventDefault();
    openTab(tab);
  });
  on("click", "[data-open-tab]", (event, link) => {
    event.preventDefault();
    const tab = one(`[data-tab="${link.dataset.openTab}"]`);
    openTab(tab);
    tab.focus();
  });
  on("keydown", "[data-tabs]", (event, list) => {
    const tabs = all("[data-tab]", list);
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs.at(next % tabs.length);
    tab.focus();
    openTab(tab);
  });

  /* A link of the error summary goes to its field, in whichever tab that is. */
  on("click", "[data-errors] a", (event, link) => {
    const field = document.getElementById(link.hash.slice(1)) ?? document.getElementsByName(link.hash.slice(1))[0];
    if (!field) return;
    event.preventDefault();
    const panel = field.closest('[role="tabpanel"]');
    if (panel) openTab(document.getElementById(panel.getAttribute("aria-labelledby")));
    field.focus();
  });

  /* A field that is wrong is looked at again while it is being mended. */
  let recheck;
  on("input", '.field:has(.message-error) [hx-get$="/controleer"]', (event, field) => {
    clearTimeout(recheck);
    recheck = setTimeout(() => htmx.trigger(field, "change", {}, false), 400);
  });
  const showInvalid = (field) => {
    if (one(".message-error", field.closest(".field"))) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };

  /* A check knows a field alone, saving knows the card: what saving said stays until the value is another one, also when a
   * check that was asked before answers after it. */
  let saves = 0;
  let saved = new Map();
  const isCheck = (element) => element.matches?.('[hx-get$="/controleer"]');
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const source = ctx.sourceElement;
    ctx.saves = saves;
    if (source.matches?.("[data-guard]")) {
      saves++;
      saved = new Map(new FormData(source));
    } else if (isCheck(source)) {
      if (saved.get(source.name) === source.value) event.preventDefault();
      else saved.delete(source.name);
    }
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (isCheck(ctx.sourceElement) && ctx.saves !== saves) event.preventDefault();
  });

  /* ---- unsaved changes --------------------------------------------------------------------------------------------------------- */

  const changed = new Set();                    /* forms: a note in the card is sent by one of its own */

  const showChanged = () => {
    document.title = (changed.size ? "• " : "") + document.title.replace(/^• /, "");
  };
  const markChanged = (form) => {
    changed.add(form);
    showChanged();
  };
  const forgetChanges = () => {
    changed.clear();
    showChanged();
  };

  const typedKey = "getypt:" + location.pathname;
  const keepTyped = () => {
    if (changed.size) sessionStorage.setItem(typedKey, JSON.stringify([...new FormData(one("[data-guard]"))]));
  };

  /* With the version it was typed over, so that what others saved meanwhile is not overwritten unseen. */
  const restoreTyped = () => {
    const form = one("[data-guard]");
    const kept = JSON.parse(sessionStorage.getItem(typedKey));
    sessionStorage.removeItem(typedKey);
    if (!form || !kept) return;
    for (const field of form.elements) {
      const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (values.length && (field.type !== "hidden" || field.name === "version")) field.value = values[0];
    }
    markChanged(form);
  };

  const noticeChange = (event) => {
    if (event.target.closest("[data-guard]") && event.target.name) markChanged(event.target.form);
  };
  document.addEventListener("input", noticeChange);
  document.addEventListener("change", noticeChange);

  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });

  /* A plain submit leaves the page on purpose, with what is in that form; one by htmx leaves it when the answer says so. */
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[hx-post]") || event.submitter?.hasAttribute("formaction")) return;
    changed.delete(event.target);
    showChanged();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, hx } = event.detail.ctx;
    if (hx?.redirect && sourceElement.matches?.("[data-guard]")) forgetChanges();
  });

  on("click", "[data-discard]", forgetChanges, true);

  on("click", "a[href]", async (event, link) => {
    const stays = link.matches('[href^="#"], [download], [target], [role="tab"], [data-palette], [hx-get]');
    if (!changed.size || stays || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await ask(unsavedDialog());
    if (answer === "save") one("[data-guard]").requestSubmit();
    if (answer !== "discard") return;
    forgetChanges();
    location.assign(link.href);
  });

  /* ---- dialogs -------------------------------------------------------------------------------------------------------------------- */

  const openDialogs = () => all("dialog[data-open]:not([open])").forEach((dialog) => {
    dialog.opener = document.activeElement;
    dialog.showModal();
  });
  const refreshBehind = () => all("dialog[data-refresh-list]").forEach((dialog) => {
    delete dialog.dataset.refreshList;
    if (one("#list")) refreshList();
  });

  on("close", "#modal dialog", (event, dialog) => {
    dialog.opener?.focus?.({ preventScroll: true });
    dialog.remove();
  }, true);
  on("click", "[data-close]", (event, button) => button.closest("dialog")?.close());
  on("pointerdown", "dialog", (event, dialog) => {
    if (event.target === dialog) dialog.close();
  });

  /* ---- a file -------------------------------------------------------------------------------------------------------------------------- */

  for (const type of ["dragover", "dragleave", "drop"]) {
    on(type, "[data-drop]", (event, zone) => {
      event.preventDefault();
      zone.classList.toggle("drop-over", type === "dragover");
      const input = one('input[type="file"]', zone);
      if (type !== "drop" || event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  on("change", '[data-drop] input[type="file"]', (event, input) => {
    const [file] = input.files;
    const words = one("[data-drop-name]", input.closest("[data-drop]"));
    if (!file) return;
    words.textContent = `${file.name} (${Math.ceil(file.size / 1024).toLocaleString(root.lang)} kB)`;
    words.classList.add("drop-chosen");
  });

  /* ---- what goes on in the background ---------------------------------------------------------------------------------------------------- */

  /* The server answers with one event and ends; an EventSource asks again by itself. */
  const follow = (box) => {
    const { progress } = box.dataset;
    const source = new EventSource(progress + "/voortgang");
    const ended = () => {
      source.close();
      if (!box.isConnected) return;
      if (box.closest("#modal")) request("GET", progress, { target: "#modal", swap: "innerMorph" });
      else location.reload();
    };
    box.dataset.follows = progress;
    delete box.dataset.progress;
    source.addEventListener("voortgang", (event) => {
      const [state, done, total, title, words] = event.data.split("\n");
      const bar = one("progress", box);
      if (!box.isConnected) source.close();
      else if (state === "klaar") ended();
      else {
        one("[data-progress-words]", box).textContent = words;
        if (!bar) return;
        if (Number(total) && state === "bezig") {
          bar.max = Number(total);
          bar.value = Number(done);
        } else bar.removeAttribute("value");
        bar.setAttribute("aria-valuetext", words);
        one("#import-title").textContent = title;
      }
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) ended();
      else if (!box.isConnected) source.close();
    });
  };

  /* ---- palette ---------------------------------------------------------------------------------------------------------------------------- */

  const palette = one("[data-palette]") && paletteDialog();
  if (palette) document.body.append(palette);
  const paletteInput = one("#palette-input");
  const options = () => all('[role="option"]:not([aria-disabled])', palette);
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const choose = (at) => {
    const list = options();
    paletteInput.removeAttribute("aria-activedescendant");
    if (list.length === 0) return;
    const next = list.at(at % list.length);
    list.forEach((option) => option.setAttribute("aria-selected", option === next));
    paletteInput.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  };

  /* Enter is for what is found for the words as they are now, also when that is still on its way. */
  let found;                                    /* the words that the options are for */
  let enters = false;
  const enter = () => {
    enters = paletteInput.value !== found;
    if (!enters) options()[chosen()]?.click();
  };

  const openPalette = () => {
    if (!palette || palette.open) return;
    palette.showModal();
    found = undefined;
    enters = false;
    paletteInput.select();
    htmx.trigger(paletteInput, "palette-open", {}, false);
  };

  on("click", "[data-palette]", (event) => {
    event.preventDefault();
    openPalette();
  });
  on("input", "#palette-input", () => {
    enters = false;
  });
  on("keydown", "#palette-input", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) choose(chosen() + move);
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
  });

  /* ---- small things ---------------------------------------------------------------------------------------------------------------------------- */

  on("click", "[data-theme-toggle]", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const now = root.dataset.theme === "auto" ? system : root.dataset.theme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    document.cookie = `thema=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });

  on("click", "[data-reveal]", (event, button) => {
    const input = document.getElementById(button.dataset.reveal);
    const reveal = input.type === "password";
    input.type = reveal ? "text" : "password";
    button.setAttribute("aria-pressed", reveal);
  });

  on("click", "[data-print]", () => print());

  /* ---- keys ---------------------------------------------------------------------------------------------------------------------------------------- */

  let going = false;                            /* g was pressed just now */

  const keys = {
    "/": () => one("#search")?.focus(),
    "n": () => one('[aria-keyshortcuts="n"]')?.click(),
    "?": () => one("[data-shortcuts]")?.click(),
    "g": () => {
      going = true;
      setTimeout(() => {
        going = false;
      }, 1000);
    },
    "]": () => one('[rel="next"]')?.click(),
    "[": () => one('[rel="prev"]')?.click(),
    "x": () => current && one('input[name="kies"]', current)?.click(),
    ".": () => current && one("td > a", current)?.click(),
  };

  const step = (by) => {
    const list = rows();
    const at = list.indexOf(current);
    moveTo(list[Math.max(0, Math.min(list.length - 1, at + by))]);
  };
  keys.j = keys.ArrowDown = () => step(1);
  keys.k = keys.ArrowUp = () => step(-1);

  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const busy = isTyping(event.target) || one("dialog[open]") || one(".menu:popover-open");
    const letter = event.key.length === 1;

    if (control && event.key === "k") {
      event.preventDefault();
      openPalette();
    } else if (control && event.key === "s" && one("[data-save]")) {
      event.preventDefault();
      one("[data-save]").click();
    } else if (control && event.key === "z" && !busy && one("[data-undo]")) {
      event.preventDefault();
      undo(all("[data-undo]").at(-1));
    } else if (!control && !event.altKey && !busy && !(letter && root.dataset.keys === "off")) {
      const link = going && one(`[data-go="${CSS.escape(event.key)}"]`);
      const act = link ? () => link.click() : keys[event.key];
      const inRow = event.key.startsWith("Arrow") && !rows().length;
      if (!act || inRow || event.target.closest('[role="tablist"]')) return;
      going = false;
      event.preventDefault();
      act();
    }
  });

  /* ---- when something has come ------------------------------------------------------------------------------------------------------------------------ */

  const look = () => {
    all('[data-toast=""]').forEach(startToast);
    showWidths();
    showSelection();
    showTabStops();
    prepareRowMenus();
    all("[data-progress]").forEach(follow);
    openDialogs();
    refreshBehind();
  };

  document.addEventListener("htmx:after:swap", (event) => {
    look();
    if (current && !current.isConnected) current = undefined;
    const { ctx } = event.detail;
    const errors = one("[data-errors]");
    if (errors && ctx.sourceElement?.matches?.("[data-guard], [data-guard] *") && ctx.response?.status === 422
        && !ctx.sourceElement.matches("input, select, textarea"))
      errors.focus();
    if (ctx.sourceElement && isCheck(ctx.sourceElement)) showInvalid(ctx.sourceElement);
    if (ctx.target?.id === "palette-list") {
      found = new URL(ctx.request.action, location).searchParams.get("q");
      choose(Math.max(0, chosen()));
      if (enters && palette.open) enter();
    }
    const inModal = ctx.target?.id === "modal" && one("[autofocus]", ctx.target);
    if (inModal) inModal.focus({ preventScroll: true });
  });
  new MutationObserver(() => all('[data-toast=""]').forEach(startToast))
    .observe(one("#toasts") ?? document.body, { childList: true });

  /* What was done while the script was on its way: a tab was clicked, a field filled in, something sought. */
  const catchUp = () => {
    const guard = one("[data-guard]");
    const search = one("#search");
    const tab = location.hash && all("[data-tab]").find((link) => link.hash === location.hash);
    if (tab) openTab(tab);
    if (guard && [...guard.elements].some(({ type, value, defaultValue, checked, defaultChecked }) =>
      ["text", "textarea"].includes(type) && value !== defaultValue
      || ["checkbox", "radio"].includes(type) && checked !== defaultChecked)) markChanged(guard);
    if (search && search.value !== search.defaultValue) htmx.trigger(search, "search");
  };

  /* htmx itself begins after a timeout, which may come after the first key was pressed. */
  htmx.initialize();
  look();
  restoreTyped();
  catchUp();
  one("[data-errors]")?.focus();
  if (one('[data-guard] [aria-invalid="true"]')) markChanged(one("[data-guard]"));
})();
