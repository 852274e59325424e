#pragma once
// Filled households of 60 fields and 4 members of 12 fields, made from a seed: the shape and the kinds of values that
// the benchmarks of the peers use (108 cells; names, addresses, identity numbers, choices, money, notes). For
// benchmarks only.

#include <array>
#include <string>
#include <string_view>

#include "model/base/ids.hpp"
#include "model/base/text.hpp"
#include "model/record/edit.hpp"

namespace yuanquan::bench {

class SampleHouseholds {
  public:
    explicit SampleHouseholds(std::uint64_t seed) : random_(seed) {}

    record::Edit next() {
        record::Edit edit;
        household(edit);
        for (int i = 1; i <= 4; ++i) member(edit, i);
        return edit;
    }

  private:
    std::uint64_t below(std::uint64_t limit) { return random_.next_u64() % limit; }
    std::string number(std::uint64_t low, std::uint64_t high) { return std::to_string(low + below(high - low + 1)); }
    std::string digits(int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += static_cast<char>('0' + below(10));
        return text;
    }
    template <std::size_t kCount>
    std::string pick(const std::array<std::string_view, kCount>& from) {
        return std::string(from[below(kCount)]);
    }
    std::string name() {
        std::string text = pick(kSurnames) + pick(kGiven);
        if (below(10) < 7) text += pick(kGiven);
        return text;
    }
    std::string date(int first, int last) {
        const auto two = [&](std::uint64_t limit) {
            const std::string text = number(1, limit);
            return text.size() == 1 ? "0" + text : text;
        };
        return number(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last)) + "-" + two(12) + "-" + two(28);
    }
    std::string identity(const std::string& birth) {
        return "6209" + digits(2) + base::replace_all(birth, "-", "") + digits(3) + "0123456789X"[below(11)];
    }
    std::string money(std::uint64_t limit) { return number(0, limit) + "." + number(10, 99); }

    void household(record::Edit& edit) {
        int count = 0;
        const auto put = [&](std::string value) {
            edit.cells.push_back({"household/a" + std::to_string(1001 + count++), std::move(value)});
        };
        const std::string birth = date(1940, 1995);
        for (int i = 0; i < 4; ++i) put(pick(kPlaces));
        put(pick(kVillages));
        put(pick(kVillages) + number(1, 12) + "组" + number(1, 320) + "号");
        put(name());
        put(identity(birth));
        put("1" + digits(10));
        put(name());
        put(date(2024, 2024));
        put("2024-06-" + number(10, 28) + "T" + number(10, 19) + ":" + number(10, 59) + ":" + number(10, 59) + "+08:00");
        put(number(22, 36) + "." + digits(6));
        put(number(98, 116) + "." + digits(6));
        for (int i = 0; i < 20; ++i) put(number(1, i % 3 == 0 ? 2 : 9));
        for (const std::uint64_t limit : {9, 99, 999, 9999, 99999, 9, 99, 999, 9999, 99999}) put(number(0, limit));
        for (const std::uint64_t limit : {50, 500, 5000, 50000, 50, 500, 5000, 50000}) put(money(limit));
        for (int i = 0; i < 4; ++i) {
            std::string chosen;
            for (char c = '1'; c <= '9'; ++c) {
                if (below(3) == 0) chosen += chosen.empty() ? std::string(1, c) : std::string(" ") + c;
            }
            put(chosen.empty() ? "9" : chosen);
        }
        put(pick(kNotes));
        put(pick(kWork) + "、" + pick(kWork));
        put(pick(kWork));
        put("v1." + number(0, 9) + "." + number(0, 20));
    }

    void member(record::Edit& edit, int position) {
        const std::string row = "members[" + base::RowId::random(random_).text() + "]";
        edit.rows.push_back({row, true});
        int count = 0;
        const auto put = [&](std::string value) {
            edit.cells.push_back({row + "/b" + std::to_string(2001 + count++), std::move(value)});
        };
        const std::string birth = date(1940, 2023);
        put(name());
        put(identity(birth));
        put(number(1, 2));
        put(birth);
        for (const std::uint64_t limit : {10, 56, 8, 5}) put(number(1, limit));
        put(pick(kWork));
        put(money(60000));
        put(number(1, 5));
        put(pick(kNotes));
        edit.cells.push_back({row + "/@position", std::to_string(position)});
    }

    static constexpr std::array<std::string_view, 20> kSurnames = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周",
                                                                   "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗"};
    static constexpr std::array<std::string_view, 20> kGiven = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋",
                                                                "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "兰", "霞"};
    static constexpr std::array<std::string_view, 8> kPlaces = {"甘肃省", "酒泉市", "玉门市", "敦煌市",
                                                                "独山子镇", "金塔县", "瓜州县", "肃州区"};
    static constexpr std::array<std::string_view, 8> kVillages = {"源泉村", "上坝村", "下寨村", "中营村",
                                                                  "大石村", "小河村", "新民村", "团结村"};
    static constexpr std::array<std::string_view, 8> kWork = {"务农", "外出务工", "个体经营", "在校学生",
                                                              "乡村医生", "教师", "村干部", "建筑工"};
    static constexpr std::array<std::string_view, 6> kNotes = {
        "受访者配合，回答完整。", "户主外出，由配偶代答。", "部分收入为估计值，需复核。",
        "住房为土木结构，正在改造。", "已对户口簿。", "电话回访确认。"};

    base::SeededRandom random_;
};

}  // namespace yuanquan::bench
