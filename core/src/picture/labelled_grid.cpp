// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/labelled_grid.h"

#include "cnnvis/picture_resize.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace cnnvis {
namespace {

constexpr int kLongestGrid = 12'000; // pixels a side
constexpr int kLongestCell = 768;
constexpr int kGap = 8;
constexpr int kMargin = 16;
constexpr int kSharpness = 4; // letters are drawn that much larger
constexpr double kFontScale = 0.62;
constexpr int kLineHeight = 28;
constexpr int kFont = cv::FONT_HERSHEY_DUPLEX;

/// Of a long text, both ends: more would not fit anywhere.
std::string printable(const std::string& text)
{
    constexpr std::size_t kEnd = 100;
    std::string result;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= 0x80 && code < 0xC0)
            continue; // the rest of a letter
        result += code < 0x20 || code >= 0x7F ? '?' : byte;
    }
    return result.size() <= 2 * kEnd ? result : result.substr(0, kEnd) + ".." + result.substr(result.size() - kEnd);
}

int widthOf(const std::string& text)
{
    int baseline = 0;
    return cv::getTextSize(text, kFont, kFontScale, 1, &baseline).width;
}

/// Cut in its middle, as the ends of layers' names tell them apart.
std::string shortened(std::string text, int width)
{
    if (widthOf(text) <= width)
        return text;
    for (std::size_t kept = text.size() - 1; kept > 1; --kept) {
        const std::size_t head = kept / 2;
        std::string cut = text.substr(0, head) + ".." + text.substr(text.size() - (kept - head));
        if (widthOf(cut) <= width)
            return cut;
    }
    return {};
}

/// Draws a line of text in a box, larger first, so that it comes out smooth.
void drawText(cv::Mat& image, const std::string& text, const cv::Rect& box, bool isCentred, int grey)
{
    const cv::Rect inside = box & cv::Rect(0, 0, image.cols, image.rows);
    if (text.empty() || inside.empty())
        return;
    cv::Mat large(inside.height * kSharpness, inside.width * kSharpness, CV_8UC3, cv::Scalar::all(255));
    const std::string shown = shortened(text, inside.width);
    int baseline = 0;
    const cv::Size size = cv::getTextSize(shown, kFont, kFontScale * kSharpness, kSharpness, &baseline);
    const int left = isCentred ? (large.cols - size.width) / 2 : 0;
    cv::putText(large, shown, {std::max(0, left), (large.rows + size.height) / 2}, kFont, kFontScale * kSharpness,
        cv::Scalar::all(grey), kSharpness, cv::LINE_AA);
    cv::Mat letters;
    cv::resize(large, letters, inside.size(), 0, 0, cv::INTER_AREA);
    letters.copyTo(image(inside));
}

/// Where everything lies.
struct Layout {
    int cellHeight = 1, cellWidth = 1;
    int top = kMargin, left = kMargin; ///< of the first cell
    std::size_t labelledColumn = 1, labelledRow = 1; ///< every how many have a label: where they are narrow, not each

    cv::Rect cell(std::size_t row, std::size_t column) const
    {
        return {left + static_cast<int>(column) * (cellWidth + kGap), top + static_cast<int>(row) * (cellHeight + kGap),
            cellWidth, cellHeight};
    }
};

Layout layoutOf(const std::vector<Picture>& cells, const GridLabels& columnLabels, const GridLabels& rowLabels)
{
    constexpr int kWidestLabel = 360;
    constexpr int kWidestColumnLabel = 120; // of narrow pictures
    constexpr int kLeastColumnLabel = 40;
    const auto spanned = [](int needed, int cell) {
        return static_cast<std::size_t>(std::max(1, (needed + kGap + cell + kGap - 1) / (cell + kGap)));
    };
    Layout layout;
    for (const Picture& cell : cells) {
        layout.cellHeight = std::max(layout.cellHeight, cell.height());
        layout.cellWidth = std::max(layout.cellWidth, cell.width());
    }
    // Labels widen the cells as far as the whole can still be saved.
    int widestColumn = 0;
    for (const std::string& text : columnLabels.texts)
        widestColumn = std::max(widestColumn, std::min(widthOf(printable(text)) + kGap, kWidestColumnLabel));
    layout.cellWidth =
        std::max(layout.cellWidth, std::min(widestColumn, longestGridCell(columnLabels.texts.size(), 1)));
    layout.labelledColumn = spanned(std::min(widestColumn, kLeastColumnLabel), layout.cellWidth);
    if (!rowLabels.texts.empty()) {
        layout.cellHeight =
            std::max(layout.cellHeight, std::min(kLineHeight, longestGridCell(1, rowLabels.texts.size())));
        layout.labelledRow = spanned(kLineHeight, layout.cellHeight);
    }
    if (!columnLabels.texts.empty())
        layout.top += (columnLabels.title.empty() ? 1 : 2) * kLineHeight;
    int widest = rowLabels.texts.empty() ? 0 : widthOf(printable(rowLabels.title));
    for (const std::string& text : rowLabels.texts)
        widest = std::max(widest, widthOf(printable(text)));
    if (widest > 0)
        layout.left += std::min(widest, kWidestLabel) + kMargin;
    return layout;
}

void drawPicture(cv::Mat& image, const Picture& picture, const cv::Rect& place)
{
    if (picture.isEmpty() || picture.pixels8() == nullptr)
        return;
    const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.pixels8()));
    const cv::Rect box(
        place.x + (place.width - rgb.cols) / 2, place.y + (place.height - rgb.rows) / 2, rgb.cols, rgb.rows);
    rgb.copyTo(image(box));
}

void drawLabels(cv::Mat& image, const Layout& layout, const GridLabels& columnLabels, const GridLabels& rowLabels)
{
    constexpr int kTitleGrey = 110;
    constexpr int kTextGrey = 20;
    const int labelWidth = layout.left - 2 * kMargin;
    if (!columnLabels.texts.empty() && !columnLabels.title.empty()) {
        drawText(image, printable(columnLabels.title),
            {layout.left, layout.top - 2 * kLineHeight, image.cols - layout.left - kMargin, kLineHeight}, false,
            kTitleGrey);
    }
    for (std::size_t column = 0; column < columnLabels.texts.size(); column += layout.labelledColumn) {
        const cv::Rect cell = layout.cell(0, column);
        const int width = layout.cell(0, column + layout.labelledColumn).x - kGap - cell.x;
        drawText(image, printable(columnLabels.texts[column]), {cell.x, layout.top - kLineHeight, width, kLineHeight},
            layout.labelledColumn == 1, kTextGrey);
    }
    for (std::size_t row = 0; row < rowLabels.texts.size(); row += layout.labelledRow) {
        const cv::Rect cell = layout.cell(row, 0);
        drawText(image, printable(rowLabels.texts[row]),
            {kMargin, cell.y + (cell.height - kLineHeight) / 2, labelWidth, kLineHeight}, false, kTextGrey);
    }
    if (!rowLabels.texts.empty())
        drawText(image, printable(rowLabels.title), {kMargin, layout.top - kLineHeight, labelWidth, kLineHeight}, false,
            kTitleGrey);
}

} // namespace

int longestGridCell(std::size_t columns, std::size_t rows)
{
    const int most = static_cast<int>(std::max<std::size_t>({columns, rows, 1}));
    return std::clamp((kLongestGrid - 500) / most - kGap, 4, kLongestCell);
}

Picture fittedToCell(const Picture& picture, int longestSide)
{
    const int longest = std::max(picture.height(), picture.width());
    if (longest <= longestSide)
        return picture;
    const auto shrunk = [&](int side) {
        return std::max(1, static_cast<int>(std::int64_t{side} * longestSide / longest));
    };
    return resized(picture, {shrunk(picture.height()), shrunk(picture.width())});
}

Picture labelledGrid(
    const std::vector<Picture>& cells, std::size_t columns, const GridLabels& columnLabels, const GridLabels& rowLabels)
{
    columns = std::max<std::size_t>(1, columns);
    const Layout layout = layoutOf(cells, columnLabels, rowLabels);
    const std::size_t rows = std::max<std::size_t>(1, (cells.size() + columns - 1) / columns);
    const cv::Rect last = layout.cell(rows - 1, columns - 1);
    cv::Mat image(last.br().y + kMargin, last.br().x + kMargin, CV_8UC3, cv::Scalar::all(255));
    drawLabels(image, layout, columnLabels, rowLabels);
    for (std::size_t i = 0; i < cells.size(); ++i)
        drawPicture(image, cells[i], layout.cell(i / columns, i % columns));
    const std::uint8_t* const first = image.data; // as it was made here, its rows lie without gaps
    return {{image.rows, image.cols}, std::vector<std::uint8_t>(first, first + image.total() * image.elemSize())};
}

} // namespace cnnvis
