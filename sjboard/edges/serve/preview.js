/* The preview's part of a page: the strip that says what this is, faults laid over the page, and the reload.
   Asks nobody but the server it came from. A hidden tab lets go of its line: a browser allows only six. */
(function () {
  "use strict";
  var me = document.getElementById("sj-preview");
  var words = JSON.parse(me.getAttribute("data-words"));
  var digest = me.getAttribute("data-digest");
  var place = "sj-place:" + location.pathname;
  var source = null;
  var panel = null;
  var folded = false;
  var last = "";

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function link(text, address) {
    var made = element("a", "", text);
    made.href = address;
    return made;
  }

  function strip() {
    var made = element("aside", "sj-strip");
    made.appendChild(element("span", "", words.strip));
    var onStatus = location.pathname === "/_status";
    made.appendChild(onStatus ? link(words.home, "/") : link(words.status, "/_status"));
    var away = element("span", "sj-away", words.away);
    away.hidden = true;
    made.appendChild(away);
    document.body.insertBefore(made, document.body.firstChild);
    return away;
  }

  function one(trouble) {
    var made = element("div", "sj-one");
    made.appendChild(element("p", "sj-place", trouble.place));
    var said = element("p");
    said.appendChild(element("b", "", trouble.level));
    said.appendChild(document.createTextNode(" " + trouble.message));
    made.appendChild(said);
    if (trouble.line) {
      var line = element("pre", "sj-line");
      line.appendChild(element("span", "", String(trouble.line)));
      line.appendChild(document.createTextNode(" " + trouble.before));
      line.appendChild(element("mark", "", trouble.marked));
      line.appendChild(document.createTextNode(trouble.after));
      made.appendChild(line);
    }
    if (trouble.hint) { made.appendChild(element("p", "sj-hint", trouble.hint)); }
    return made;
  }

  function lay(troubles) {
    var now = JSON.stringify(troubles);
    if (now === last) { return; }
    last = now;
    if (panel) { panel.remove(); panel = null; }
    if (!troubles.length) { folded = false; return; }
    panel = element("section", "sj-trouble");
    panel.setAttribute("role", "alert");
    var head = element("div", "sj-head");
    head.appendChild(element("h2", "", words.trouble));
    var button = element("button", "", words.fold);
    button.type = "button";
    head.appendChild(button);
    panel.appendChild(head);
    var body = element("div", "sj-body");
    var holds = troubles.some(function (trouble) { return trouble.holds; });
    body.appendChild(element("p", "sj-stays", holds ? words.stays : words.shown));
    troubles.forEach(function (trouble) { body.appendChild(one(trouble)); });
    panel.appendChild(body);
    function show() {
      body.hidden = folded;
      button.textContent = folded ? words.open : words.fold;
      button.setAttribute("aria-expanded", String(!folded));
    }
    button.addEventListener("click", function () { folded = !folded; show(); });
    show();
    document.body.appendChild(panel);
  }

  function remember() {
    try {
      sessionStorage.setItem(place, window.scrollX + " " + window.scrollY);
      history.scrollRestoration = "manual";
    } catch (e) { /* full or forbidden: the browser's own memory has to do */ }
  }

  function back() {
    var kept = null;
    try { kept = sessionStorage.getItem(place); sessionStorage.removeItem(place); } catch (e) { return; }
    if (!kept) { return; }
    var at = kept.split(" ");
    function go() { window.scrollTo({ left: Number(at[0]), top: Number(at[1]), behavior: "instant" }); }
    history.scrollRestoration = "auto";
    go();
    window.addEventListener("load", go); /* pictures have their height now */
  }

  function listen() {
    if (source || document.visibilityState === "hidden") { return; }
    source = new EventSource("/_preview/events?page=" + encodeURIComponent(location.pathname));
    source.onopen = function () { away.hidden = true; };
    source.onerror = function () {
      away.hidden = false;
      if (source.readyState === EventSource.CLOSED) { source = null; setTimeout(listen, 1000); }
    };
    source.onmessage = function (event) {
      var state = JSON.parse(event.data);
      if (state.digest !== digest) {
        remember();
        location.reload();
        return;
      }
      if (state.whole) { lay(state.troubles); }
    };
  }

  function leave() {
    if (source) { source.close(); source = null; }
  }

  var away = strip();
  back();
  listen();
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") { leave(); } else { listen(); }
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", listen);
})();
