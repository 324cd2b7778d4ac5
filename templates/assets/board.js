/* Marks today by the device's own date, and remembers which class was looked at.
   The pages are whole without it; it asks for nothing and works from disk. */
(function () {
  "use strict";
  var KEY = "sjboard.class";

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null; /* storage is switched off: nothing to remember with */
    }
  }

  function remember(route) {
    try {
      window.localStorage.setItem(KEY, route);
    } catch (error) {
      /* as above */
    }
  }

  function markToday() {
    var now = new Date();
    var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
    each("[data-first]", function (element) {
      if (element.getAttribute("data-first") > today || element.getAttribute("data-last") < today) {
        return;
      }
      element.classList.add("is-today");
      var chip = element.querySelector(".chip-today");
      if (chip) {
        chip.hidden = false;
      }
    });
  }

  function forget() {
    try {
      window.localStorage.removeItem(KEY);
    } catch (error) {
      /* as above: nothing was kept */
    }
    each(".is-mine", function (element) {
      element.classList.remove("is-mine");
    });
    document.querySelector(".mine").hidden = true;
    var told = document.querySelector("[data-forgotten]");
    told.textContent = told.getAttribute("data-forgotten");
    document.getElementById("choose").focus();
  }

  function markMine() {
    var route = remembered();
    var mine = document.querySelector("[data-mine]");
    var parts = /g([0-9]+)c([0-9]+)/.exec(route || "");
    if (parts) {
      each('tr[data-class="' + parts[1] + "-" + parts[2] + '"]', function (row) {
        row.classList.add("is-mine");
      });
    }
    each("[data-forget]", function (control) {
      control.addEventListener("click", forget);
    });
    each("a[data-own]", function (link) {
      if (link.getAttribute("data-own") !== route) {
        return;
      }
      link.classList.add("is-mine");
      if (mine) {
        mine.href = link.href;
        mine.textContent = link.getAttribute("data-name");
        mine.parentNode.hidden = false;
      }
    });
  }

  var board = document.querySelector("h1[data-own]");
  if (board) {
    remember(board.getAttribute("data-own"));
  }
  markToday();
  markMine();
})();
