/* Copies a day's or the week's homework as plain text, to be pasted into a chat.
   The text is read off the page, where it stands already; how its parts are put together is written in
   the attributes of the card .take (render/plain.py makes the same text for calendars, and a test holds
   both equal). Without script there are no buttons. Asks for nothing and works from disk. */
(function () {
  "use strict";
  var card = document.querySelector(".take");
  if (!card) {
    return;
  }
  var BREAKS = /^(P|LI|TR|H\d|PRE|BLOCKQUOTE|BR|HR)$/;
  var status = card.querySelector("[role=status]");
  var forget;

  function word(name, parts) {
    return card.getAttribute("data-" + name).replace(/\{(\w+)\}/g, function (whole, key) {
      return parts && key in parts ? parts[key] : whole;
    });
  }

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function line(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }

  /* An item's or a note's text: a line a block, cells apart by two blanks, pictures as their words. */
  function walk(node, kept) {
    if (node.nodeType === 3) {
      if (/^T(ABLE|HEAD|BODY|R)$/.test(node.parentNode.nodeName)) {
        return ""; /* between cells */
      }
      return kept ? node.data : node.data.replace(/\n/g, " ");
    }
    if (node.nodeType !== 1) {
      return "";
    }
    if (node.nodeName === "IMG") {
      return node.alt;
    }
    var text = "";
    Array.prototype.forEach.call(node.childNodes, function (child) {
      text += walk(child, kept || node.nodeName === "PRE");
    });
    return text + (BREAKS.test(node.nodeName) ? "\n" : /^T[DH]$/.test(node.nodeName) ? "  " : "");
  }

  function written(element) {
    return walk(element).replace(/[ \t]*\n\s*/g, "\n").trim();
  }

  function nameOf(day) {
    return word("day", {
      name: line(day.querySelector(".day-name")),
      dates: line(day.querySelector("h2 small"))
    });
  }

  function loadsOf(day) {
    var rest = day.querySelector(".rest b");
    if (rest) {
      return [line(rest)];
    }
    var told = all(day, "[role=img]").map(function (bar) {
      return bar.getAttribute("aria-label");
    });
    if (day.classList.contains("is-unwritten")) {
      told = []; /* its foot says so, and what there is instead */
    } else if (!told.length) {
      told = all(day, ".total").map(line);
    }
    return told.concat(all(day, ".f-over").concat(all(day, ".f-waived, .day-foot")).map(line)).filter(Boolean);
  }

  function subjectOf(group) {
    return word("subject", { subject: line(group.querySelector(".tag")) });
  }

  function textOf(day) {
    var parts = [loadsOf(day).join("\n")];
    all(day, ".day-note").forEach(function (note) {
      parts.push(subjectOf(note) + "\n" + written(note.querySelector(".text")));
    });
    all(day, ".group").forEach(function (group) {
      var lines = all(group, ".item").map(function (item, number) {
        return word("item", {
          number: number + 1,
          text: written(item.querySelector(".text")),
          facts: all(item, ".meta > span").map(line).join(word("comma"))
        });
      });
      parts.push([subjectOf(group)].concat(lines).join("\n"));
    });
    return parts.filter(Boolean).join("\n\n");
  }

  /* The clipboard of old WebViews, and of pages without https. */
  function copyOld(text) {
    var area = document.createElement("textarea");
    var done = false;
    area.className = "copy-area";
    area.value = text;
    document.body.appendChild(area);
    area.select();
    area.setSelectionRange(0, text.length);
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    document.body.removeChild(area);
    return done;
  }

  function copy(text, told) {
    function old() {
      told(copyOld(text));
    }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(function () {
        told(true);
      }, old);
    } else {
      old();
    }
  }

  function button(parent, name, text) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function copies(made, text) {
    var usual = made.textContent;
    made.addEventListener("click", function () {
      copy(text(), function (done) {
        var said = word(done ? "done" : "failed");
        made.focus();
        status.textContent = "";
        clearTimeout(forget);
        setTimeout(function () {
          status.textContent = said;
          made.textContent = said;
        }, 50);
        forget = setTimeout(function () {
          status.textContent = "";
          made.textContent = usual;
        }, 3000);
      });
    });
  }

  all(document, ".day").forEach(function (day) {
    if (!day.querySelector(".item, .day-note")) {
      return;
    }
    var made = button(day, "copy", word("copy"));
    made.setAttribute("aria-label", word("copy") + " " + nameOf(day));
    copies(made, function () {
      return word("heading", { day: nameOf(day) }) + "\n" + textOf(day);
    });
  });
  var row = card.querySelector(".buttons");
  if (document.querySelector(".day")) {
    copies(button(row, "button", word("week")), function () {
      var days = all(document, ".day").map(function (day) {
        return nameOf(day) + "\n" + textOf(day);
      });
      return [line(document.querySelector("h1"))].concat(days).join("\n\n");
    });
  }
  if (location.protocol !== "file:") {
    copies(button(row, "button", word("address")), function () {
      return row.querySelector("a").href;
    });
  }
})();
