#include "normalize/pack/phone_automaton.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace doublon::normalize::pack {

namespace {

constexpr std::uint16_t kAnyDigit = 0x3ff;

bool Take(std::string_view& rest, std::string_view what) noexcept {
  if (!rest.starts_with(what)) return false;
  rest.remove_prefix(what.size());
  return true;
}

bool TakeNumber(std::string_view& rest, unsigned& number) noexcept {
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc()) return false;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return true;
}

// "{n}", "{n,m}", "?" or nothing.
bool TakeCount(std::string_view& rest, unsigned& least, unsigned& most) noexcept {
  least = most = 1;
  if (Take(rest, "?")) {
    least = 0;
  } else if (Take(rest, "{")) {
    if (!TakeNumber(rest, least)) return false;
    most = least;
    if (Take(rest, ",") && !TakeNumber(rest, most)) return false;
    return Take(rest, "}") && least <= most;
  }
  return true;
}

}  // namespace

PhoneAutomaton::PhoneAutomaton() { NewNode(); }

std::uint32_t PhoneAutomaton::NewNode() {
  nodes_.emplace_back();
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

PhoneAutomaton::Part PhoneAutomaton::Digits(std::uint16_t digits) {
  const std::uint32_t begin = NewNode(), end = NewNode();
  nodes_[begin].digits = digits;
  Link(begin, end);
  return {begin, end};
}

bool PhoneAutomaton::ParseClass(std::string_view& rest, std::uint16_t& digits) {
  digits = 0;
  while (!rest.empty() && rest.front() != ']') {
    const char first = rest.front();
    if (first < '0' || first > '9') return false;
    rest.remove_prefix(1);
    char last = first;
    if (Take(rest, "-")) {
      if (rest.empty() || rest.front() < first || rest.front() > '9') return false;
      last = rest.front();
      rest.remove_prefix(1);
    }
    for (char c = first; c <= last; ++c)
      digits = static_cast<std::uint16_t>(digits | 1U << (c - '0'));
  }
  return Take(rest, "]");
}

bool PhoneAutomaton::ParseAtom(std::string_view& rest, Part& part) {
  if (Take(rest, "(?:") || Take(rest, "(")) return ParseChoice(rest, part) && Take(rest, ")");
  std::uint16_t digits = kAnyDigit;
  if (!Take(rest, "\\d")) {
    if (Take(rest, "[")) {
      if (!ParseClass(rest, digits)) return false;
    } else {
      if (rest.empty() || rest.front() < '0' || rest.front() > '9') return false;
      digits = static_cast<std::uint16_t>(1U << (rest.front() - '0'));
      rest.remove_prefix(1);
    }
  }
  part = Digits(digits);
  return true;
}

bool PhoneAutomaton::ParseSequence(std::string_view& rest, Part& part) {
  const std::uint32_t begin = NewNode();
  std::uint32_t end = begin;
  while (!rest.empty() && rest.front() != '|' && rest.front() != ')') {
    const std::string_view atom = rest;
    Part one{};
    unsigned least, most;
    if (!ParseAtom(rest, one) || !TakeCount(rest, least, most)) return false;
    // The atom is parsed anew for each repetition: its nodes cannot be shared.
    for (unsigned i = 0; i < most; ++i) {
      if (i > 0) {
        std::string_view again = atom;
        if (!ParseAtom(again, one)) return false;
      }
      Link(end, one.begin);
      if (i >= least) Link(end, one.end);
      end = one.end;
    }
  }
  part = {begin, end};
  return true;
}

bool PhoneAutomaton::ParseChoice(std::string_view& rest, Part& part) {
  part = {NewNode(), NewNode()};
  do {
    Part one{};
    if (!ParseSequence(rest, one)) return false;
    Link(part.begin, one.begin);
    Link(one.end, part.end);
  } while (Take(rest, "|"));
  return true;
}

bool PhoneAutomaton::AddPattern(std::string_view pattern, std::uint16_t use) {
  Part part{};
  if (!ParseChoice(pattern, part) || !pattern.empty()) return false;
  Link(0, part.begin);
  nodes_[part.end].accept = static_cast<std::uint16_t>(nodes_[part.end].accept | use);
  return true;
}

// Adds what free ways reach, and sorts.
void PhoneAutomaton::Close(std::vector<std::uint32_t>& set) const {
  std::vector<bool> seen(nodes_.size());
  for (const std::uint32_t node : set) seen[node] = true;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (nodes_[set[i]].digits != 0) continue;
    for (const std::uint32_t next : nodes_[set[i]].next) {
      if (!seen[next]) set.push_back(next);
      seen[next] = true;
    }
  }
  std::sort(set.begin(), set.end());
}

std::uint16_t PhoneAutomaton::Build(std::vector<PhoneState>& states) const {
  if (states.empty()) states.emplace_back();  // state 0: no way on
  std::map<std::vector<std::uint32_t>, std::uint16_t> known;
  std::vector<std::vector<std::uint32_t>> sets;
  const std::size_t base = states.size();
  const auto state_of = [&](std::vector<std::uint32_t> set) {
    Close(set);
    const auto [at, fresh] = known.try_emplace(set, static_cast<std::uint16_t>(base + sets.size()));
    if (fresh) sets.push_back(std::move(set));
    return at->second;
  };
  state_of({0});
  for (std::size_t i = 0; i < sets.size(); ++i) {
    PhoneState state;
    for (const std::uint32_t node : sets[i])
      state.accept = static_cast<std::uint16_t>(state.accept | nodes_[node].accept);
    for (unsigned digit = 0; digit < 10; ++digit) {
      std::vector<std::uint32_t> next;
      for (const std::uint32_t node : sets[i]) {
        if ((nodes_[node].digits >> digit & 1) != 0) next.push_back(nodes_[node].next.front());
      }
      std::sort(next.begin(), next.end());
      next.erase(std::unique(next.begin(), next.end()), next.end());
      if (!next.empty()) state.next[digit] = state_of(std::move(next));
    }
    states.push_back(state);
    if (base + sets.size() > 0xffff) return 0;
  }
  return static_cast<std::uint16_t>(base);
}

}  // namespace doublon::normalize::pack
